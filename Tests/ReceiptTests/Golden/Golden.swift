// Papers as they are: a change here is a change that customers see.

enum Golden {
  static let receipt32 = """
                Café Zoë
           12 rue de l'Église
              75004 Paris
       Tax no. FR 40 303 265 045
    --------------------------------
    Receipt                T1-000912
    2026-11-21 14:03         Till T1
    Served by                   Anna
    --------------------------------
    Espresso                 A  4.80
      2 x 2.40
    Coffee beans, single
    origin, medium roast,
    whole, 1 kg              B 17.10
      1 x 19.00, Discount -1.90
    Apples                   B  1.03
      0.355 kg x 2.90
    --------------------------------
    Subtotal                   22.93
    Discount                   -1.00
    TOTAL EUR                  21.93
    Card                       10.00
      Ref. A-77120
    Cash                       20.00
    CHANGE EUR                  8.07
    --------------------------------
    Rate         Net     Tax   Gross
    A 20 %      3.83    0.76    4.59
    B 5.5 %    16.43    0.91   17.34
           Prices include tax

          [Code 128 T1-000912]
             Chain 1a2b3c4d
           Merci, à bientôt !

    """

  static let receipt48 = """
                        Café Zoë
                   12 rue de l'Église
                      75004 Paris
               Tax no. FR 40 303 265 045
    ------------------------------------------------
    Receipt                                T1-000912
    2026-11-21 14:03                         Till T1
    Served by                                   Anna
    ------------------------------------------------
    Espresso                                 A  4.80
      2 x 2.40
    Coffee beans, single origin, medium
    roast, whole, 1 kg                       B 17.10
      1 x 19.00, Discount -1.90
    Apples                                   B  1.03
      0.355 kg x 2.90
    ------------------------------------------------
    Subtotal                                   22.93
    Discount                                   -1.00
    TOTAL EUR                                  21.93
    Card                                       10.00
      Ref. A-77120
    Cash                                       20.00
    CHANGE EUR                                  8.07
    ------------------------------------------------
    Rate              Net          Tax         Gross
    A 20 %           3.83         0.76          4.59
    B 5.5 %         16.43         0.91         17.34
                   Prices include tax

                  [Code 128 T1-000912]
                     Chain 1a2b3c4d
                   Merci, à bientôt !

    """

  static let report42 = """
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

    """
}
