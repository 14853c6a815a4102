// Papers as they are, language de. Written by GoldenTests; see there.

extension Golden {
  static let de: [String: String] = [
    "sale": #"""
                     Café Zoë
                12 rue de l'Église
                   75004 Paris
           USt-IdNr. FR 40 303 265 045
    ------------------------------------------
    Beleg-Nr.                        T1-000912
    21.11.2026 14:03                  Kasse T1
    Es bediente Sie                       Anna
    ------------------------------------------
    Espresso                           A  4,80
      2 x 2,40
    Coffee beans, single origin,
    medium roast, whole, 1 kg          B 17,10
      1 x 19,00, Rabatt -1,90
    Apples                             B  1,03
      0,355 kg x 2,90
    ------------------------------------------
    Zwischensumme                        22,93
    Rabatt                               -1,00
    SUMME EUR                            21,93
    Karte                                10,00
      Ref. A-77120
    Bar                                  20,00
    RÜCKGELD EUR                          8,07
    ------------------------------------------
    MwSt.-Satz      Netto     MwSt.     Brutto
    A 20 %           3,83      0,76       4,59
    B 5,5 %         16,43      0,91      17,34
             Alle Preise inkl. MwSt.

          Ihr Beleg online: Code scannen
        [QR https://till.example/r/8fK2mQ]

               [Code 128 T1-000912]
                  Kette 1a2b3c4d
                Merci, à bientôt !

    """#,
    "copy": #"""
                     KOPIE 2
                     Café Zoë
                12 rue de l'Église
                   75004 Paris
           USt-IdNr. FR 40 303 265 045
    ------------------------------------------
    Beleg-Nr.                        T1-000912
    21.11.2026 14:03                  Kasse T1
    Es bediente Sie                       Anna
    ------------------------------------------
    Espresso                           A  4,80
      2 x 2,40
    Coffee beans, single origin,
    medium roast, whole, 1 kg          B 17,10
      1 x 19,00, Rabatt -1,90
    Apples                             B  1,03
      0,355 kg x 2,90
    ------------------------------------------
    Zwischensumme                        22,93
    Rabatt                               -1,00
    MwSt. 20 %                            0,76
    MwSt. 5,5 %                           0,91
    SUMME EUR                            21,93
    Rundung                               0,02
    ZU ZAHLEN EUR                        21,95
    Karte                                10,00
      Ref. A-77120
    Bar                                  20,00
    RÜCKGELD EUR                          8,07
    ------------------------------------------
    MwSt.-Satz      Netto     MwSt.     Brutto
    A 20 %           3,83      0,76       4,59
    B 5,5 %         16,43      0,91      17,34

          Ihr Beleg online: Code scannen
        [QR https://till.example/r/8fK2mQ]

               [Code 128 T1-000912]
                  Kette 1a2b3c4d
                Merci, à bientôt !
                     KOPIE 2

    """#,
    "training": #"""
                     TRAINING
               Kein gültiger Beleg
                     Café Zoë
                12 rue de l'Église
                   75004 Paris
           USt-IdNr. FR 40 303 265 045
    ------------------------------------------
    Beleg-Nr.                        T1-000912
    21.11.2026 14:03                  Kasse T1
    Geschäftstag                    20.11.2026
    Es bediente Sie                       Anna
           Datum und Uhrzeit ungeprüft
    ------------------------------------------
    Espresso                           A  4,80
      2 x 2,40
    Coffee beans, single origin,
    medium roast, whole, 1 kg          B 17,10
      1 x 19,00, Rabatt -1,90
    Apples                             B  1,03
      0,355 kg x 2,90
    ------------------------------------------
    Zwischensumme                        22,93
    Rabatt                               -1,00
    SUMME EUR                            21,93
    Karte                                10,00
      Ref. A-77120
    Bar                                  20,00
    RÜCKGELD EUR                          8,07
    ------------------------------------------
    MwSt.-Satz      Netto     MwSt.     Brutto
    A 20 %           3,83      0,76       4,59
    B 5,5 %         16,43      0,91      17,34
             Alle Preise inkl. MwSt.

               [Code 128 T1-000912]
                  Kette 1a2b3c4d
                Merci, à bientôt !
                     TRAINING
               Kein gültiger Beleg

    """#,
    "refund": #"""
                     RÜCKGABE
                     Café Zoë
                12 rue de l'Église
                   75004 Paris
           USt-IdNr. FR 40 303 265 045
    ------------------------------------------
    Beleg-Nr.                        T1-000931
    21.11.2026 14:03                  Kasse T1
    Es bediente Sie                       Anna
    Ursprungsbeleg                   T1-000912
    Gekauft am                      13.11.2026
    Grund                             Too dark
    Freigegeben von                      Marie
    ------------------------------------------
    Espresso                           A  4,80
      2 x 2,40
    Coffee beans, single origin,
    medium roast, whole, 1 kg          B 17,10
      1 x 19,00, Rabatt -1,90
    ------------------------------------------
    ERSTATTUNG EUR                       21,90
    Erstattet auf Karte                  10,00
      Ref. A-77120
    Erstattet auf Bar                    11,90
    ------------------------------------------
    MwSt.-Satz      Netto     MwSt.     Brutto
    A 20 %           3,83      0,76       4,59
    B 5,5 %         16,43      0,91      17,34
             Alle Preise inkl. MwSt.


    ..........................................
    Unterschrift

               [Code 128 T1-000931]
                  Kette 1a2b3c4d
                Merci, à bientôt !

    """#,
    "gift": #"""
                  GESCHENKBELEG
                     Café Zoë
                12 rue de l'Église
                   75004 Paris
           USt-IdNr. FR 40 303 265 045
    ------------------------------------------
    Beleg-Nr.                        T1-000912
    21.11.2026 14:03                  Kasse T1
    Es bediente Sie                       Anna
    ------------------------------------------
    Espresso                                 2
    Coffee beans, single origin, medium
    roast, whole, 1 kg                       1
    Apples                            0,355 kg
    ------------------------------------------
       Bitte zum Umtausch oder zur Rückgabe
                     vorlegen
             Umtausch bis 22.12.2026

               [Code 128 T1-000912]
                  Kette 1a2b3c4d
                Merci, à bientôt !

    """#,
    "void": #"""
                      STORNO
                     Café Zoë
                12 rue de l'Église
                   75004 Paris
           USt-IdNr. FR 40 303 265 045
    ------------------------------------------
    21.11.2026 14:03                  Kasse T1
    Es bediente Sie                       Anna
    Verkauf abgebrochen
    Grund                      Payment refused
    Freigegeben von                      Marie
    ------------------------------------------
    Espresso                           A  4,80
      2 x 2,40
    Coffee beans, single origin,
    medium roast, whole, 1 kg          B 17,10
      1 x 19,00, Rabatt -1,90
    ------------------------------------------
    STORNO EUR                           21,90


    ..........................................
    Unterschrift
                  Kette 1a2b3c4d
                Merci, à bientôt !

    """#,
    "x": #"""
                    X-BERICHT
       Schicht noch offen - kein Abschluss
                     Café Zoë
                12 rue de l'Église
                   75004 Paris
           USt-IdNr. FR 40 303 265 045
    ------------------------------------------
    Geschäftstag                    21.11.2026
    Kasse                                   T1
    Eröffnet                  21.11.2026 08:00
    Gedruckt                  21.11.2026 14:03
    Verkäufe                                41
    Erster Beleg                     T1-000872
    Letzter Beleg                    T1-000912
    ------------------------------------------
    UMSATZ EUR                          812,07
    MwSt.-Satz      Netto     MwSt.     Brutto
    A 20 %           3,83      0,76       4,59
    B 5,5 %         16,43      0,91      17,34
    ------------------------------------------
    30 x Karte                          612,07
    11 x Bar                            200,00
    ------------------------------------------
    Kassenlade
    Wechselgeld                         150,00
    Barverkäufe                         200,00
    Einlagen                              0,00
    Entnahmen                           -12,50
    Abschöpfungen                      -100,00
    Sollbestand                         237,50
    ------------------------------------------
    Stornierte Verkäufe                      1
    Zeilenstornos                            3
    Lade ohne Verkauf                        2
    Gedruckte Kopien                         1
    Gesamtumsatz seit Beginn          91207,33
    Ereignisse                           48120
    Kette                             1a2b3c4d

    """#,
    "z": #"""
                   Z-BERICHT 12
                     Café Zoë
                12 rue de l'Église
                   75004 Paris
           USt-IdNr. FR 40 303 265 045
    ------------------------------------------
    Geschäftstag                    21.11.2026
    Kasse                                   T1
    Eröffnet                  21.11.2026 08:00
    Gedruckt                  21.11.2026 14:03
    Verkäufe                                41
    Erster Beleg                     T1-000872
    Letzter Beleg                    T1-000912
    ------------------------------------------
    UMSATZ EUR                          812,07
    MwSt.-Satz      Netto     MwSt.     Brutto
    A 20 %           3,83      0,76       4,59
    B 5,5 %         16,43      0,91      17,34
    ------------------------------------------
    30 x Karte                          612,07
    11 x Bar                            200,00
    ------------------------------------------
    Kassenlade
    Wechselgeld                         150,00
    Barverkäufe                         200,00
    Einlagen                              0,00
    Entnahmen                           -12,50
    Abschöpfungen                      -100,00
    Sollbestand                         237,50
    Istbestand                          237,00
    Differenz                            -0,50
    ------------------------------------------
    Stornierte Verkäufe                      1
    Zeilenstornos                            3
    Lade ohne Verkauf                        2
    Gedruckte Kopien                         1
    Gesamtumsatz seit Beginn          91207,33
    Ereignisse                           48120
    Kette                             1a2b3c4d

    """#,
    "kitchen": #"""
                      Grill
                     Tisch 7
    Bestellung 118 Gang 2
    21.11.2026 14:03                   Gäste 4
    Bedienung                             Anna
    ==========================================
    2 x Entrecôte
        - rare
        - no butter
    1 x Burger                         Platz 3
        - extra bacon
    ┌────────────────────────────────────────┐
    │ Nut allergy!                           │
    └────────────────────────────────────────┘
    ==========================================



    """#,
    "kitchenChange": #"""
                      STORNO
                      Grill
                      AUSSER
                       HAUS
    Bestellung 118 Gang 2
    21.11.2026 14:03                   Gäste 4
    Bedienung                             Anna
    ==========================================
    STORNO 2 x Entrecôte
        - rare
        - no butter
    STORNO 1 x Burger                  Platz 3
        - extra bacon
    ┌────────────────────────────────────────┐
    │ Nut allergy!                           │
    └────────────────────────────────────────┘
    ==========================================



    """#,
    "label": #"""
               Coffee beans, single
              origin, medium roast,
                   whole, 1 kg
                  Statt 21,50 €
                     18,99 €
                   18,99 € / kg
              [EAN-13 4006381333931]
                              0815

    """#,
    "noSale": #"""
                   LADENÖFFNUNG
                     Café Zoë
                12 rue de l'Église
                   75004 Paris
           USt-IdNr. FR 40 303 265 045
    ------------------------------------------
    21.11.2026 14:03                  Kasse T1
    Es bediente Sie                       Anna
    Grund                               Change
    Freigegeben von                      Marie
                  Kette 1a2b3c4d
                Merci, à bientôt !

    """#,
    "payIn": #"""
                     EINLAGE
                     Café Zoë
                12 rue de l'Église
                   75004 Paris
           USt-IdNr. FR 40 303 265 045
    ------------------------------------------
    21.11.2026 14:03                  Kasse T1
    Es bediente Sie                       Anna
    Grund                                 Bank
    Freigegeben von                      Marie
    ------------------------------------------
    Betrag EUR                           50,00


    ..........................................
    Unterschrift
                  Kette 1a2b3c4d
                Merci, à bientôt !

    """#,
    "payOut": #"""
                     ENTNAHME
                     Café Zoë
                12 rue de l'Église
                   75004 Paris
           USt-IdNr. FR 40 303 265 045
    ------------------------------------------
    21.11.2026 14:03                  Kasse T1
    Es bediente Sie                       Anna
    Grund                                 Bank
    Freigegeben von                      Marie
    ------------------------------------------
    Betrag EUR                           12,50


    ..........................................
    Unterschrift
                  Kette 1a2b3c4d
                Merci, à bientôt !

    """#,
    "drop": #"""
                   ABSCHÖPFUNG
                     Café Zoë
                12 rue de l'Église
                   75004 Paris
           USt-IdNr. FR 40 303 265 045
    ------------------------------------------
    21.11.2026 14:03                  Kasse T1
    Es bediente Sie                       Anna
    Grund                                 Bank
    Freigegeben von                      Marie
    ------------------------------------------
    Betrag EUR                         1000,00


    ..........................................
    Unterschrift
                  Kette 1a2b3c4d
                Merci, à bientôt !

    """#,
    "testPage": #"""
                    TESTSEITE
    Drucker                            virtual
    Druckbreite                     504 Punkte
    Schrift A                       42 Spalten
    Schrift B                       56 Spalten
    Auftrag                               00A7
    ....+....1....+....2....+....3....+....4..
    ....+....1....+....2....+....3....+....4....+....5....+.
    Normal
    Fett
    Unterstrichen
    Groß
    Schrift B: Normal
    1
                        2
                                             3
    ┌────────────────────────────────────────┐
    │ Schrift A                              │
    └────────────────────────────────────────┘
    Zeichen
    € £ $ § ° % & @ # 0O 1Il
    ÄÖÜ äöü ß ÀÂÇÉÈÊË àâçéèêë
    Ññ ¿¡ Åå Ææ Øø Ãã Õõ Œœ
    16 cp1252, 19 cp858, 0 cp437, 2 cp850, 17
    cp866, 18 cp852, 13 cp857, 14 cp737, 33
    cp775, 36 cp862, 37 cp864, 50 cp1256
    Strichcodes
    UPC-A
               [UPC-A 036000291452]
    UPC-E
                 [UPC-E 01234565]
    EAN-13
              [EAN-13 4006381333931]
    EAN-8
                 [EAN-8 96385074]
    Code 39
                [Code 39 *T1-912*]
    ITF
                 [ITF 1234567890]
    Codabar
                 [Codabar A1234A]
    Code 93
                 [Code 93 T1-912]
    Code 128
               [Code 128 T1-000912]
    GS1-128
           [GS1-128 (01)04006381333931]
    GS1 DataBar
           [GS1 DataBar 0400638133393]
    GS1 DataBar Truncated
      [GS1 DataBar truncated 0400638133393]
    GS1 DataBar Limited
       [GS1 DataBar limited 0400638133393]
    GS1 DataBar Expanded
    [GS1 DataBar expanded (01)04006381333931]
    Code 128
               [Code 128 T1-000912]
    PDF417
           [PDF417 tilld virtual 00A7]
    QR Code
             [QR tilld virtual 00A7]
    Aztec Code
            [Aztec tilld virtual 00A7]
    Data Matrix
         [DataMatrix tilld virtual 00A7]
    Bild
                 [image 504 x 48]


    """#,
  ]
}
