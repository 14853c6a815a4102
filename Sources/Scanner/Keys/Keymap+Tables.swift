// What each key of each layout types: made by scripts/keymaps from libxkbcommon and xkb-data,
// never edited by hand. How the rows are read is told in Keymap.swift.

extension Keymap {
  /// A name and the keypad's decimal sign, then four rows: plain, Shift, AltGr, Shift and AltGr.
  static let tables = """
    us .
    `1234567890-=qwertyuiop[]asdfghjkl;'\\<zxcvbnm,./␀␀
    ~!@#$%^&*()_+QWERTYUIOP{}ASDFGHJKL:"|>ZXCVBNM<>?␀␀
    `1234567890-=qwertyuiop[]asdfghjkl;'\\<zxcvbnm,./␀␀
    ~!@#$%^&*()_+QWERTYUIOP{}ASDFGHJKL:"|>ZXCVBNM<>?␀␀
    gb .
    `1234567890-=qwertyuiop[]asdfghjkl;'#\\zxcvbnm,./␀␀
    ¬!"£$%^&*()_+QWERTYUIOP{}ASDFGHJKL:@~|ZXCVBNM<>?␀␀
    |¹²³€½¾{[]}\\Ⓢ@ſe¶ŧ←↓→øþⒹⓉæßðđŋħ␀ĸłⒶⒸⒼ|«»¢„“”µ•·␀␀␀
    |¡⅛£¼⅜⅝⅞™±°¿ⓄΩ§E®Ŧ¥↑ıØÞⓇⓂÆẞÐªŊĦ␀&ŁⒽⓀⒷ¦<>©‚‘’º×÷Ⓟ␀␀
    ie .
    `1234567890-=qwertyuiop[]asdfghjkl;'#\\zxcvbnm,./␀␀
    ¬!"£$%^&*()_+QWERTYUIOP{}ASDFGHJKL:@~|ZXCVBNM<>?␀␀
    ¦¡™©€§Ⓒ¶Ⓓªº–≠œⓅé®þ¥úíó‚“‘áßðƒ©ⓅıⓇ´…æ«Ⓖ⟨×ⓈⓀ¨Ⓣ¯≤≥÷␀␀
    ␀¹²³¢†‰⁊•·°—±ŒⓅÉ‰ÞµÚÍÓ␀”’ÁẞÐ␀␀Ⓟ¼½¾‡Æ»Ⓐ⟩∼¸␀␀␀␀„‚¿␀␀
    de ,
    Ⓒ1234567890ßⒶqwertzuiopü+asdfghjklöä#<yxcvbnm,.-␀␀
    °!"§$%&/()=?ⒼQWERTZUIOPÜ*ASDFGHJKLÖÄ'>YXCVBNM;:_␀␀
    ′¹²³¼½¬{[]}\\Ⓢ@ſ€¶ŧ←↓→øþⒹ~æſðđŋħ␀ĸłⒽⒸ’|»«¢„“”µ·…–␀␀
    ″¡⅛£¤⅜⅝⅞™±°¿ⓄΩ§€®Ŧ¥↑ıØÞⓇ¯ÆẞÐªŊĦⓅ&Ł␀ⓀⒷ␀›‹©‚‘’º×÷—␀␀
    at ,
    Ⓒ1234567890ßⒶqwertzuiopü+asdfghjklöä#<yxcvbnm,.-␀␀
    °!"§$%&/()=?ⒼQWERTZUIOPÜ*ASDFGHJKLÖÄ'>YXCVBNM;:_␀␀
    ′¹²³¼½¬{[]}\\Ⓢ@ſ€¶ŧ←↓→øþⒹ~æſðđŋħ␀ĸłⒽⒸ’|»«¢„“”µ·…–␀␀
    ″¡⅛£¤⅜⅝⅞™±°¿ⓄΩ§€®Ŧ¥↑ıØÞⓇ¯ÆẞÐªŊĦⓅ&Ł␀ⓀⒷ␀›‹©‚‘’º×÷—␀␀
    ch .
    §1234567890'ⒸqwertzuiopüⒹasdfghjklöä$<yxcvbnm,.-␀␀
    °+"*ç%&/()=?ⒼQWERTZUIOPè!ASDFGHJKLéà£>YXCVBNM;:_␀␀
    ¬|@#¼½¬|¢]}ⒶⓉ@ſ€¶ŧ←↓→œþ[]æßðđŋħ␀ĸłⒶ{}\\«»¢„“”µ•·␀␀␀
    ¬¡⅛£$⅜⅝⅞™±°¿ⓄΩ§E®Ŧ¥↑ıŒÞⓇⓂÆẞÐªŊĦ␀&ŁⒽⓀⒷ¦<>©‚‘’º×÷Ⓟ␀␀
    ch(fr) .
    §1234567890'ⒸqwertzuiopèⒹasdfghjkléà$<yxcvbnm,.-␀␀
    °+"*ç%&/()=?ⒼQWERTZUIOPü!ASDFGHJKLöä£>YXCVBNM;:_␀␀
    ¬|@#¼½¬|¢]}ⒶⓉ@ſ€¶ŧ←↓→œþ[]æßðđŋħ␀ĸłⒶ{}\\«»¢„“”µ•·␀␀␀
    ¬¡⅛£$⅜⅝⅞™±°¿ⓄΩ§E®Ŧ¥↑ıŒÞⓇⓂÆẞÐªŊĦ␀&ŁⒽⓀⒷ¦<>©‚‘’º×÷Ⓟ␀␀
    fr .
    ²&é"'(-è_çà)=azertyuiopⒸ$qsdfghjklmù*<wxcvbn,;:!␀␀
    ~1234567890°+AZERTYUIOPⒹ£QSDFGHJKLM%µ>WXCVBN?./§␀␀
    ¬¹~#{[|`\\^@]}æ«€¶ŧ←↓→øþⒹ¤@ßðđŋħ␀ĸłµⒸⒼ|ł»¢„“”Ⓐ•·␀␀␀
    ¬¡⅛£$⅜⅝⅞™±°¿ⓄÆ<¢®Ŧ¥↑ıØÞⓇⓂΩẞÐªŊĦ␀&ŁºⓀⒷ¦Ł>©‚‘’Ⓗ×÷Ⓟ␀␀
    be .
    ²&é"'(§è!çà)-azertyuiopⒸ$qsdfghjklmùµ<wxcvbn,;:=␀␀
    ³1234567890°_AZERTYUIOPⒹ*QSDFGHJKLM%£>WXCVBN?./+␀␀
    ¬|@#¼½^{[{}\\Ⓢ@ſ€¶ŧ←↓→œþ[]æßðđŋħ␀ĸłⒶⒶⒼ\\«»¢„“”Ⓢ•·Ⓣ␀␀
    ¬¡⅛£$⅜⅝⅞™±°¿ⓄΩ§¢®Ŧ¥↑ıŒÞⓇⓂÆẞÐªŊĦ␀&ŁⒽⓀⒷ\\<>©‚‘’º×÷Ⓟ␀␀
    es .
    º1234567890'¡qwertyuiopⒼ+asdfghjklñⒶç<zxcvbnm,.-␀␀
    ª!"·$%&/()=?¿QWERTYUIOPⒸ*ASDFGHJKLÑⒹÇ>ZXCVBNM;:_␀␀
    \\|@#~½¬{[]}\\Ⓢ@ſ€¶ŧ←↓→øþ[]æßðđŋħ␀ĸłⓉ{}|«»¢„“”µ•·␀␀␀
    \\¡⅛£$⅜⅝⅞™±°¿ⓄΩ§¢®Ŧ¥↑ıØÞⓇⓂÆẞÐªŊĦ␀&ŁⒽⓀⒷ¦<>©‚‘’º×÷Ⓟ␀␀
    it .
    \\1234567890'ìqwertyuiopè+asdfghjklòàù<zxcvbnm,.-␀␀
    |!"£$%&/()=?^QWERTYUIOPé*ASDFGHJKLç°§>ZXCVBNM;:_␀␀
    ¬¹²³¼½¬{[]}`~@ſ€¶ŧ←↓→øþ[]æßðđŋħ␀ĸł@#Ⓖ««»¢“”ñµⒶ·Ⓜ␀␀
    ¦¡ⒽⓉ⅛⅜⅝⅞™±Ⓞ¿ⒸΩ§¢®Ŧ¥↑ıØÞ{}ÆẞÐªŊĦ␀&ŁⓈⓇⒷ»<>©‘’Ñº×Ⓓ÷␀␀
    pt .
    \\1234567890'«qwertyuiop+ⒶasdfghjklçºⓉ<zxcvbnm,.-␀␀
    |!"#$%&/()=?»QWERTYUIOP*ⒼASDFGHJKLÇªⒸ>ZXCVBNM;:_␀␀
    ¬¹@£§½¬{[]}\\Ⓢ@ſ€¶ŧ←↓→øþⒹⓉæßðđŋħ␀ĸłⒶⒸⒼ\\«»¢„“”µ•·␀␀␀
    ¬¡⅛£$⅜⅝⅞™±°¿ⓄΩ§¢®Ŧ¥↑ıØÞⓇⓂÆẞÐªŊĦ␀&ŁⒽⓀⒷ\\<>©‚‘’º×÷Ⓟ␀␀
    nl .
    @1234567890/°qwertyuiopⒹ*asdfghjkl+Ⓐ<]zxcvbnm,.-␀␀
    §!"#$%&_()'?ⓉQWERTYUIOPⒸ|ASDFGHJKL±Ⓖ>[ZXCVBNM;:=␀␀
    ¬¹²³¼½¾£{}°\\Ⓢ@ſ€¶þÿüïò¶~Ⓣáßðªŋħ␀ĸłⒶ'Ⓖ|«»¢“”ñμ¸·␀␀␀
    ¬¡⅛£$⅜⅝⅞[]™¿ⓄΩ§¢®Þ¥ÜÏÒÞ^ⓂÁẞÐªŊĦ␀&ŁⒽ`Ⓑ¦<>©‘’Ñº«»Ⓟ␀␀
    se ,
    §1234567890+ⒶqwertyuiopåⒹasdfghjklöä'<zxcvbnm,.-␀␀
    ½!"#¤%&/()=?ⒼQWERTYUIOPÅⒸASDFGHJKLÖÄ*>ZXCVBNM;:_␀␀
    ¶¡@£$€¥{[]}\\±@ſ€®þ←↓→œþⒹⓉªßðđŋħ␀ĸłøæ´|«»©„“”µⓈ·␀␀␀
    ¾¹²³¼¢⅝÷«»°¿¬Ω§¢®Þ¥↑ıŒÞⓇⓀºẞÐªŊĦ␀&ŁØÆ×¦<>©‚‘’ºⓄⓅⓅ␀␀
    no ,
    |1234567890+\\qwertyuiopåⒹasdfghjkløæ'<zxcvbnm,.-␀␀
    §!"#¤%&/()=?ⒼQWERTYUIOPÅⒸASDFGHJKLØÆ*>ZXCVBNM;:_␀␀
    ¦¡@£$½¥{[]}±Ⓐ@ſ€®þ←↓→œπⒹⓉªßðđŋħ␀ĸłⒶⒸⒽ½«»©„“”µⓈ…–␀␀
    ¶¹²³¼‰⅝÷«»°¿¬Ω§¢™Þ¥↑ıŒΠⓇⓀºẞÐªŊĦ␀&ŁⒽⓀ×¾<>©‚‘’ºⓄ·—␀␀
    dk ,
    ½1234567890+ⒶqwertyuiopåⒹasdfghjklæø'<zxcvbnm,.-␀␀
    §!"#¤%&/()=?ⒼQWERTYUIOPÅⒸASDFGHJKLÆØ*>ZXCVBNM;:_␀␀
    ¾¡@£$½¥{[]}±|@ſ€®þ←↓→œþⒹⓉªßðđŋħ␀ĸłⒶⒸⒽ\\«»©„“”µⓈ·␀␀␀
    ¶¹²³¼¢⅝÷«»°¿¦Ω§¢®Þ¥↑ıŒÞⓇⓀºẞÐªŊĦ␀&ŁⒽⓀ×¬<>©‚‘’ºⓄⓅⓅ␀␀
    fi ,
    §1234567890+ⒶqwertyuiopåⒹasdfghjklöä'<zxcvbnm,.-␀␀
    ½!"#¤%&/()=?ⒼQWERTYUIOPÅⒸASDFGHJKLÖÄ*>ZXCVBNM;:_␀␀
    ␀␀@£$‰‚{[]}\\Ⓢqw€rþyuıœ␀ⒽⓉəßðfghjĸ␀øæⓀ|ʒ×cvbŋµ’␀–␀␀
    ␀¡”»«“„␀<>°¿ⓄQW␀RÞYU|Œ␀ⓇⓂƏẞÐFGHJ␀␀ØÆⒷ¦Ʒ·CVBŊ—‘Ⓟ␀␀␀
    pl ,
    `1234567890-=qwertyuiop[]asdfghjkl;'\\<zxcvbnm,./␀␀
    ~!@#$%^&*()_+QWERTYUIOP{}ASDFGHJKL:"|>ZXCVBNM<>?␀␀
    ¬≠²³¢€½§·«»–Ⓢπœę©ß←↓→óþⒹⓉąśðæŋ’ə…łⒶⒸⒼ|żźć„”ńµ≤≥␀␀␀
    ∨¡¿£¼‰∧≈¾±°—ⓄΩŒĘ®™¥↑↔ÓÞⓇⓂĄŚÐÆŊ•Ə␀ŁⒽⓀⒷ¦ŻŹĆ‘“Ń∞×÷Ⓟ␀␀
    cz .
    ;+ěščřžýáíé=Ⓐqwertzuiopú)asdfghjklů§Ⓓ\\yxcvbnm,.-␀␀
    Ⓡ1234567890%ⓀQWERTZUIOP/(ASDFGHJKL"!'|YXCVBNM?:_␀␀
    `!@#$%^&*{}\\Ⓜ\\|€¶ŧ←↓→øþ[]~đĐ[]`'łŁ$'\\/°#&@{}^<>*␀␀
    ~ⓉⓀⒸⒷⓇⓄⒼⓅⒶⒽⒹⓈΩ§E®Ŧ¥↑ıØÞ÷×ÆẞÐªŊĦ␀&ŁⒽß|¦<>©‚‘’º×÷Ⓟ␀␀
    sk .
    ;+ľščťžýáíé=Ⓐqwertzuiopúäasdfghjklô§ň\\yxcvbnm,.-␀␀
    Ⓡ1234567890%ⓀQWERTZUIOP/(ASDFGHJKL"!)|YXCVBNM?:_␀␀
    `!@#$%^&*{}\\Ⓜ\\|€¶ŧ←↓→øþ[]~đĐ[]`'łŁ$'\\/°#&@{}^<>*␀␀
    ~ⓉⓀⒸⒷⓇⓄⒼⓅⒶⒽⒹⓈΩ§E®Ŧ¥↑ıØÞ÷×ÆẞÐªŊĦ␀&ŁⒽß|¦<>©‚‘’º×÷Ⓟ␀␀
    hu ,
    0123456789öüóqwertzuiopőúasdfghjkléáűíyxcvbnm,.-␀␀
    §'"+!%/=()ÖÜÓQWERTZUIOPŐÚASDFGHJKLÉÁŰÍYXCVBNM?:_␀␀
    ¬~Ⓚ^ⒷⓇⓄ`ⓅⒶⒽⒹⓈ\\|Ä¶ŧ–€Í„”÷×äđĐ[]ħíłŁ$ß¤<>#&@{}<;>*␀␀
    ¬ⓉˇⒸ˘°˛Ⓖ˙´˝¨¸Ω§E®Ŧ¥↑íØÞⓇⓂÄẞÐªŊĦÍ&Ł¢ẞⒷ><>©‚‘’º×÷Ⓟ␀␀
    ca .
    #1234567890-=qwertyuiopⒸⓈasdfghjkl;Ⓖ<«zxcvbnm,.é␀␀
    |!"/$%?&*()_+QWERTYUIOPⒸⒹASDFGHJKL:Ⓖ>»ZXCVBNM'.É␀␀
    \\±@£¢¤¬¦²³¼½¾qwertyui§¶[]asdfghjkl~{}°zxcvbnµ¯␀Ⓐ␀␀
    ␀␀␀␀␀␀␀␀␀␀␀␀␀QWERTYUI␀␀␀␀ASDFGHJKL␀␀␀¦ZXCVBN␀␀␀␀␀␀
    latam .
    |1234567890'¿qwertyuiopⒶ+asdfghjklñ{}<zxcvbnm,.-␀␀
    °!"#$%&/()=?¡QWERTYUIOPⒹ*ASDFGHJKLÑ[]>ZXCVBNM;:_␀␀
    ¬|@·~½¬{[]}\\Ⓢ@ſ€¶ŧ←↓→øþⒹ~æßðđŋħ␀ĸł~ⒸⒼ\\«»¢„“”µ•·␀␀␀
    ¬¡⅛£$⅜⅝⅞™±°¿ⓄΩ§¢®Ŧ¥↑ıØÞⓇⓂÆẞÐªŊĦ␀&ŁⒽ{}|<>©‚‘’º×÷Ⓟ␀␀
    br ,
    '1234567890-=qwertyuiopⒶ[asdfghjklçⓉ]\\zxcvbnm,.;/␀
    "!@#$%Ⓓ&*()_+QWERTYUIOPⒼ{ASDFGHJKLÇⒸ}|ZXCVBNM<>:?␀
    ¬¹²³£¢¬{[]}\\§/?°®ŧ←↓→øþ´ªæßðđŋħ␀ĸłⒶ~ºⓀ«»©„“”µ•·␀°␀
    ¬¡½¾¼⅜¨⅞™±°¿Ⓞ/?°®Ŧ¥↑ıØÞ`ⓂÆẞÐªŊĦ␀&ŁⒽ^ºⒷ<>©‚‘’µ×÷Ⓟ¿␀
    jp .
    ␀1234567890-^qwertyuiop@[asdfghjkl;:]<zxcvbnm,./\\\\
    ␀!"#$%&'()~=~QWERTYUIOP`{ASDFGHJKL+*}>ZXCVBNM<>?_|
    ␀1234567890-^qwertyuiop@[asdfghjkl;:]<zxcvbnm,./\\\\
    ␀!"#$%&'()~=~QWERTYUIOP`{ASDFGHJKL+*}>ZXCVBNM<>?_|
    tr ,
    "1234567890*-qwertyuıopğüasdfghjklşi,<zxcvbnmöç.␀␀
    é!'^+%&/()=?_QWERTYUIOPĞÜASDFGHJKLŞİ;>ZXCVBNMÖÇ:␀␀
    <>£#$½¾{[]}\\|@␀€¶₺←ûîô␀Ⓓ~âß␀ª␀␀␀␀␀´'`|«»¢„“”µ×·Ⓟ␀␀
    °¡²³¼⅜␀␀␀±°¿␀Ω␀␀®␀¥ÛÎÔ␀ⓇⓂÂ␀␀␀␀␀␀␀␀ⒶⓀⒼ¦<>©‚‘’º␀÷Ⓟ␀␀
    """
}
