// Papers as they are, language en. Written by GoldenTests; see there.

extension Golden {
  static let en: [String: String] = [
    "sale": #"""
                     Café Zoë
                12 rue de l'Église
                   75004 Paris
            Tax no. FR 40 303 265 045
    ------------------------------------------
    Receipt                          T1-000912
    2026-11-21 14:03                   Till T1
    Served by                             Anna
    ------------------------------------------
    Espresso                           A  4.80
      2 x 2.40
    Coffee beans, single origin,
    medium roast, whole, 1 kg          B 17.10
      1 x 19.00, Discount -1.90
    Apples                             B  1.03
      0.355 kg x 2.90
    ------------------------------------------
    Subtotal                             22.93
    Discount                             -1.00
    TOTAL EUR                            21.93
    Card                                 10.00
      Ref. A-77120
    Cash                                 20.00
    CHANGE EUR                            8.07
    ------------------------------------------
    Rate            Net        Tax       Gross
    A 20 %         3.83       0.76        4.59
    B 5.5 %       16.43       0.91       17.34
                Prices include tax

           Scan for your receipt online
        [QR https://till.example/r/8fK2mQ]

               [Code 128 T1-000912]
                  Chain 1a2b3c4d
                Merci, à bientôt !

    """#,
    "copy": #"""
                      COPY 2
                     Café Zoë
                12 rue de l'Église
                   75004 Paris
            Tax no. FR 40 303 265 045
    ------------------------------------------
    Receipt                          T1-000912
    2026-11-21 14:03                   Till T1
    Served by                             Anna
    ------------------------------------------
    Espresso                           A  4.80
      2 x 2.40
    Coffee beans, single origin,
    medium roast, whole, 1 kg          B 17.10
      1 x 19.00, Discount -1.90
    Apples                             B  1.03
      0.355 kg x 2.90
    ------------------------------------------
    Subtotal                             22.93
    Discount                             -1.00
    Tax 20 %                              0.76
    Tax 5.5 %                             0.91
    TOTAL EUR                            21.93
    Rounding                              0.02
    TO PAY EUR                           21.95
    Card                                 10.00
      Ref. A-77120
    Cash                                 20.00
    CHANGE EUR                            8.07
    ------------------------------------------
    Rate            Net        Tax       Gross
    A 20 %         3.83       0.76        4.59
    B 5.5 %       16.43       0.91       17.34

           Scan for your receipt online
        [QR https://till.example/r/8fK2mQ]

               [Code 128 T1-000912]
                  Chain 1a2b3c4d
                Merci, à bientôt !
                      COPY 2

    """#,
    "training": #"""
                     TRAINING
                  Not a receipt
                     Café Zoë
                12 rue de l'Église
                   75004 Paris
            Tax no. FR 40 303 265 045
    ------------------------------------------
    Receipt                          T1-000912
    2026-11-21 14:03                   Till T1
    Business day                    2026-11-20
    Served by                             Anna
            Date and time not verified
    ------------------------------------------
    Espresso                           A  4.80
      2 x 2.40
    Coffee beans, single origin,
    medium roast, whole, 1 kg          B 17.10
      1 x 19.00, Discount -1.90
    Apples                             B  1.03
      0.355 kg x 2.90
    ------------------------------------------
    Subtotal                             22.93
    Discount                             -1.00
    TOTAL EUR                            21.93
    Card                                 10.00
      Ref. A-77120
    Cash                                 20.00
    CHANGE EUR                            8.07
    ------------------------------------------
    Rate            Net        Tax       Gross
    A 20 %         3.83       0.76        4.59
    B 5.5 %       16.43       0.91       17.34
                Prices include tax

               [Code 128 T1-000912]
                  Chain 1a2b3c4d
                Merci, à bientôt !
                     TRAINING
                  Not a receipt

    """#,
    "refund": #"""
                      RETURN
                     Café Zoë
                12 rue de l'Église
                   75004 Paris
            Tax no. FR 40 303 265 045
    ------------------------------------------
    Receipt                          T1-000931
    2026-11-21 14:03                   Till T1
    Served by                             Anna
    Original receipt                 T1-000912
    Bought on                       2026-11-13
    Reason                            Too dark
    Approved by                          Marie
    ------------------------------------------
    Espresso                           A  4.80
      2 x 2.40
    Coffee beans, single origin,
    medium roast, whole, 1 kg          B 17.10
      1 x 19.00, Discount -1.90
    ------------------------------------------
    REFUND EUR                           21.90
    Refunded to Card                     10.00
      Ref. A-77120
    Refunded to Cash                     11.90
    ------------------------------------------
    Rate            Net        Tax       Gross
    A 20 %         3.83       0.76        4.59
    B 5.5 %       16.43       0.91       17.34
                Prices include tax


    ..........................................
    Signature

               [Code 128 T1-000931]
                  Chain 1a2b3c4d
                Merci, à bientôt !

    """#,
    "gift": #"""
                   GIFT RECEIPT
                     Café Zoë
                12 rue de l'Église
                   75004 Paris
            Tax no. FR 40 303 265 045
    ------------------------------------------
    Receipt                          T1-000912
    2026-11-21 14:03                   Till T1
    Served by                             Anna
    ------------------------------------------
    Espresso                                 2
    Coffee beans, single origin, medium
    roast, whole, 1 kg                       1
    Apples                            0.355 kg
    ------------------------------------------
     Please bring this receipt to exchange or
                      return
            Exchange until 2026-12-22

               [Code 128 T1-000912]
                  Chain 1a2b3c4d
                Merci, à bientôt !

    """#,
    "void": #"""
                       VOID
                     Café Zoë
                12 rue de l'Église
                   75004 Paris
            Tax no. FR 40 303 265 045
    ------------------------------------------
    2026-11-21 14:03                   Till T1
    Served by                             Anna
    Sale was not completed
    Reason                     Payment refused
    Approved by                          Marie
    ------------------------------------------
    Espresso                           A  4.80
      2 x 2.40
    Coffee beans, single origin,
    medium roast, whole, 1 kg          B 17.10
      1 x 19.00, Discount -1.90
    ------------------------------------------
    VOID EUR                             21.90


    ..........................................
    Signature
                  Chain 1a2b3c4d
                Merci, à bientôt !

    """#,
    "x": #"""
                     X REPORT
         Shift still open - not a closing
                     Café Zoë
                12 rue de l'Église
                   75004 Paris
            Tax no. FR 40 303 265 045
    ------------------------------------------
    Business day                    2026-11-21
    Till                                    T1
    Opened                    2026-11-21 08:00
    Printed                   2026-11-21 14:03
    Sales                                   41
    First receipt                    T1-000872
    Last receipt                     T1-000912
    ------------------------------------------
    TURNOVER EUR                        812.07
    Rate            Net        Tax       Gross
    A 20 %         3.83       0.76        4.59
    B 5.5 %       16.43       0.91       17.34
    ------------------------------------------
    30 x Card                           612.07
    11 x Cash                           200.00
    ------------------------------------------
    Cash drawer
    Float                               150.00
    Cash sales                          200.00
    Pay-ins                               0.00
    Pay-outs                            -12.50
    Drops                              -100.00
    Expected                            237.50
    ------------------------------------------
    Voided sales                             1
    Voided lines                             3
    Drawer without sale                      2
    Copies printed                           1
    Grand total since start           91207.33
    Events                               48120
    Chain                             1a2b3c4d

    """#,
    "z": #"""
                   Z REPORT 12
                     Café Zoë
                12 rue de l'Église
                   75004 Paris
            Tax no. FR 40 303 265 045
    ------------------------------------------
    Business day                    2026-11-21
    Till                                    T1
    Opened                    2026-11-21 08:00
    Printed                   2026-11-21 14:03
    Sales                                   41
    First receipt                    T1-000872
    Last receipt                     T1-000912
    ------------------------------------------
    TURNOVER EUR                        812.07
    Rate            Net        Tax       Gross
    A 20 %         3.83       0.76        4.59
    B 5.5 %       16.43       0.91       17.34
    ------------------------------------------
    30 x Card                           612.07
    11 x Cash                           200.00
    ------------------------------------------
    Cash drawer
    Float                               150.00
    Cash sales                          200.00
    Pay-ins                               0.00
    Pay-outs                            -12.50
    Drops                              -100.00
    Expected                            237.50
    Counted                             237.00
    Difference                           -0.50
    ------------------------------------------
    Voided sales                             1
    Voided lines                             3
    Drawer without sale                      2
    Copies printed                           1
    Grand total since start           91207.33
    Events                               48120
    Chain                             1a2b3c4d

    """#,
    "kitchen": #"""
                      Grill
                     Table 7
    Order 118                         Course 2
    2026-11-21 14:03                  Guests 4
    Server                                Anna
    ==========================================
    2 x Entrecôte
        - rare
        - no butter
    1 x Burger                          Seat 3
        - extra bacon
    ┌────────────────────────────────────────┐
    │ Nut allergy!                           │
    └────────────────────────────────────────┘
    ==========================================



    """#,
    "kitchenChange": #"""
                   CANCELLATION
                      Grill
                    TAKE AWAY
    Order 118                         Course 2
    2026-11-21 14:03                  Guests 4
    Server                                Anna
    ==========================================
    CANCEL 2 x Entrecôte
        - rare
        - no butter
    CANCEL 1 x Burger                   Seat 3
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
                    Was €21.50
                      €18.99
                   €18.99 / kg
              [EAN-13 4006381333931]
                              0815

    """#,
    "noSale": #"""
                     NO SALE
                     Café Zoë
                12 rue de l'Église
                   75004 Paris
            Tax no. FR 40 303 265 045
    ------------------------------------------
    2026-11-21 14:03                   Till T1
    Served by                             Anna
    Reason                              Change
    Approved by                          Marie
                  Chain 1a2b3c4d
                Merci, à bientôt !

    """#,
    "payIn": #"""
                     PAID IN
                     Café Zoë
                12 rue de l'Église
                   75004 Paris
            Tax no. FR 40 303 265 045
    ------------------------------------------
    2026-11-21 14:03                   Till T1
    Served by                             Anna
    Reason                                Bank
    Approved by                          Marie
    ------------------------------------------
    Amount EUR                           50.00


    ..........................................
    Signature
                  Chain 1a2b3c4d
                Merci, à bientôt !

    """#,
    "payOut": #"""
                     PAID OUT
                     Café Zoë
                12 rue de l'Église
                   75004 Paris
            Tax no. FR 40 303 265 045
    ------------------------------------------
    2026-11-21 14:03                   Till T1
    Served by                             Anna
    Reason                                Bank
    Approved by                          Marie
    ------------------------------------------
    Amount EUR                           12.50


    ..........................................
    Signature
                  Chain 1a2b3c4d
                Merci, à bientôt !

    """#,
    "drop": #"""
                    CASH DROP
                     Café Zoë
                12 rue de l'Église
                   75004 Paris
            Tax no. FR 40 303 265 045
    ------------------------------------------
    2026-11-21 14:03                   Till T1
    Served by                             Anna
    Reason                                Bank
    Approved by                          Marie
    ------------------------------------------
    Amount EUR                         1000.00


    ..........................................
    Signature
                  Chain 1a2b3c4d
                Merci, à bientôt !

    """#,
    "testPage": #"""
                    TEST PAGE
    Printer                            virtual
    Paper width                       504 dots
    Font A                          42 columns
    Font B                          56 columns
    Job                                   00A7
    ....+....1....+....2....+....3....+....4..
    ....+....1....+....2....+....3....+....4....+....5....+.
    Normal
    Bold
    Underlined
    Large
    Font B: Normal
    1
                        2
                                             3
    ┌────────────────────────────────────────┐
    │ Font A                                 │
    └────────────────────────────────────────┘
    Characters
    € £ $ § ° % & @ # 0O 1Il
    ÄÖÜ äöü ß ÀÂÇÉÈÊË àâçéèêë
    Ññ ¿¡ Åå Ææ Øø Ãã Õõ Œœ
    16 cp1252, 19 cp858, 0 cp437, 2 cp850, 17
    cp866, 18 cp852, 13 cp857, 14 cp737, 33
    cp775, 36 cp862, 37 cp864, 50 cp1256
    Barcodes
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
    Picture
                 [image 504 x 48]


    """#,
  ]
}
