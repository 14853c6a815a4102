// Papers as they are, language fr. Written by GoldenTests; see there.

extension Golden {
  static let fr: [String: String] = [
    "sale": #"""
                     Café Zoë
                12 rue de l'Église
                   75004 Paris
             N° TVA FR 40 303 265 045
    ------------------------------------------
    Ticket n°                        T1-000912
    21/11/2026 14:03                 Caisse T1
    Servi par                             Anna
    ------------------------------------------
    Espresso                           A  4,80
      2 x 2,40
    Coffee beans, single origin,
    medium roast, whole, 1 kg          B 17,10
      1 x 19,00, Remise -1,90
    Apples                             B  1,03
      0,355 kg x 2,90
    ------------------------------------------
    Sous-total                           22,93
    Remise                               -1,00
    TOTAL EUR                            21,93
    Carte bancaire                       10,00
      Réf. A-77120
    Espèces                              20,00
    RENDU EUR                             8,07
    ------------------------------------------
    Taux             HT        TVA         TTC
    A 20 %         3,83       0,76        4,59
    B 5,5 %       16,43       0,91       17,34
                     Prix TTC

        Scannez pour votre ticket en ligne
        [QR https://till.example/r/8fK2mQ]

               [Code 128 T1-000912]
                 Chaîne 1a2b3c4d
                Merci, à bientôt !

    """#,
    "copy": #"""
                   DUPLICATA 2
                     Café Zoë
                12 rue de l'Église
                   75004 Paris
             N° TVA FR 40 303 265 045
    ------------------------------------------
    Ticket n°                        T1-000912
    21/11/2026 14:03                 Caisse T1
    Servi par                             Anna
    ------------------------------------------
    Espresso                           A  4,80
      2 x 2,40
    Coffee beans, single origin,
    medium roast, whole, 1 kg          B 17,10
      1 x 19,00, Remise -1,90
    Apples                             B  1,03
      0,355 kg x 2,90
    ------------------------------------------
    Sous-total                           22,93
    Remise                               -1,00
    TVA 20 %                              0,76
    TVA 5,5 %                             0,91
    TOTAL EUR                            21,93
    Arrondi                               0,02
    À PAYER EUR                          21,95
    Carte bancaire                       10,00
      Réf. A-77120
    Espèces                              20,00
    RENDU EUR                             8,07
    ------------------------------------------
    Taux             HT        TVA         TTC
    A 20 %         3,83       0,76        4,59
    B 5,5 %       16,43       0,91       17,34

        Scannez pour votre ticket en ligne
        [QR https://till.example/r/8fK2mQ]

               [Code 128 T1-000912]
                 Chaîne 1a2b3c4d
                Merci, à bientôt !
                   DUPLICATA 2

    """#,
    "training": #"""
                    MODE ÉCOLE
                Ticket sans valeur
                     Café Zoë
                12 rue de l'Église
                   75004 Paris
             N° TVA FR 40 303 265 045
    ------------------------------------------
    Ticket n°                        T1-000912
    21/11/2026 14:03                 Caisse T1
    Journée                         20/11/2026
    Servi par                             Anna
           Date et heure non vérifiées
    ------------------------------------------
    Espresso                           A  4,80
      2 x 2,40
    Coffee beans, single origin,
    medium roast, whole, 1 kg          B 17,10
      1 x 19,00, Remise -1,90
    Apples                             B  1,03
      0,355 kg x 2,90
    ------------------------------------------
    Sous-total                           22,93
    Remise                               -1,00
    TOTAL EUR                            21,93
    Carte bancaire                       10,00
      Réf. A-77120
    Espèces                              20,00
    RENDU EUR                             8,07
    ------------------------------------------
    Taux             HT        TVA         TTC
    A 20 %         3,83       0,76        4,59
    B 5,5 %       16,43       0,91       17,34
                     Prix TTC

               [Code 128 T1-000912]
                 Chaîne 1a2b3c4d
                Merci, à bientôt !
                    MODE ÉCOLE
                Ticket sans valeur

    """#,
    "refund": #"""
                      RETOUR
                     Café Zoë
                12 rue de l'Église
                   75004 Paris
             N° TVA FR 40 303 265 045
    ------------------------------------------
    Ticket n°                        T1-000931
    21/11/2026 14:03                 Caisse T1
    Servi par                             Anna
    Ticket d'origine                 T1-000912
    Acheté le                       13/11/2026
    Motif                             Too dark
    Autorisé par                         Marie
    ------------------------------------------
    Espresso                           A  4,80
      2 x 2,40
    Coffee beans, single origin,
    medium roast, whole, 1 kg          B 17,10
      1 x 19,00, Remise -1,90
    ------------------------------------------
    REMBOURSÉ EUR                        21,90
    Remboursé par Carte bancaire         10,00
      Réf. A-77120
    Remboursé par Espèces                11,90
    ------------------------------------------
    Taux             HT        TVA         TTC
    A 20 %         3,83       0,76        4,59
    B 5,5 %       16,43       0,91       17,34
                     Prix TTC


    ..........................................
    Signature

               [Code 128 T1-000931]
                 Chaîne 1a2b3c4d
                Merci, à bientôt !

    """#,
    "gift": #"""
                  TICKET CADEAU
                     Café Zoë
                12 rue de l'Église
                   75004 Paris
             N° TVA FR 40 303 265 045
    ------------------------------------------
    Ticket n°                        T1-000912
    21/11/2026 14:03                 Caisse T1
    Servi par                             Anna
    ------------------------------------------
    Espresso                                 2
    Coffee beans, single origin, medium
    roast, whole, 1 kg                       1
    Apples                            0,355 kg
    ------------------------------------------
     À présenter pour tout échange ou retour
           Échange jusqu'au 22/12/2026

               [Code 128 T1-000912]
                 Chaîne 1a2b3c4d
                Merci, à bientôt !

    """#,
    "void": #"""
                    ANNULATION
                     Café Zoë
                12 rue de l'Église
                   75004 Paris
             N° TVA FR 40 303 265 045
    ------------------------------------------
    21/11/2026 14:03                 Caisse T1
    Servi par                             Anna
    Vente abandonnée
    Motif                      Payment refused
    Autorisé par                         Marie
    ------------------------------------------
    Espresso                           A  4,80
      2 x 2,40
    Coffee beans, single origin,
    medium roast, whole, 1 kg          B 17,10
      1 x 19,00, Remise -1,90
    ------------------------------------------
    ANNULATION EUR                       21,90


    ..........................................
    Signature
                 Chaîne 1a2b3c4d
                Merci, à bientôt !

    """#,
    "x": #"""
                    RAPPORT X
         Caisse ouverte - pas une clôture
                     Café Zoë
                12 rue de l'Église
                   75004 Paris
             N° TVA FR 40 303 265 045
    ------------------------------------------
    Journée                         21/11/2026
    Caisse                                  T1
    Ouverture                 21/11/2026 08:00
    Imprimé                   21/11/2026 14:03
    Ventes                                  41
    Premier ticket                   T1-000872
    Dernier ticket                   T1-000912
    ------------------------------------------
    CHIFFRE D'AFFAIRES EUR              812,07
    Taux             HT        TVA         TTC
    A 20 %         3,83       0,76        4,59
    B 5,5 %       16,43       0,91       17,34
    ------------------------------------------
    30 x Carte bancaire                 612,07
    11 x Espèces                        200,00
    ------------------------------------------
    Tiroir-caisse
    Fond de caisse                      150,00
    Ventes en espèces                   200,00
    Apports                               0,00
    Sorties                             -12,50
    Prélèvements                       -100,00
    Théorique                           237,50
    ------------------------------------------
    Ventes annulées                          1
    Lignes annulées                          3
    Ouvertures sans vente                    2
    Duplicatas imprimés                      1
    Grand total perpétuel             91207,33
    Événements                           48120
    Chaîne                            1a2b3c4d

    """#,
    "z": #"""
                   RAPPORT Z 12
                     Café Zoë
                12 rue de l'Église
                   75004 Paris
             N° TVA FR 40 303 265 045
    ------------------------------------------
    Journée                         21/11/2026
    Caisse                                  T1
    Ouverture                 21/11/2026 08:00
    Imprimé                   21/11/2026 14:03
    Ventes                                  41
    Premier ticket                   T1-000872
    Dernier ticket                   T1-000912
    ------------------------------------------
    CHIFFRE D'AFFAIRES EUR              812,07
    Taux             HT        TVA         TTC
    A 20 %         3,83       0,76        4,59
    B 5,5 %       16,43       0,91       17,34
    ------------------------------------------
    30 x Carte bancaire                 612,07
    11 x Espèces                        200,00
    ------------------------------------------
    Tiroir-caisse
    Fond de caisse                      150,00
    Ventes en espèces                   200,00
    Apports                               0,00
    Sorties                             -12,50
    Prélèvements                       -100,00
    Théorique                           237,50
    Compté                              237,00
    Écart                                -0,50
    ------------------------------------------
    Ventes annulées                          1
    Lignes annulées                          3
    Ouvertures sans vente                    2
    Duplicatas imprimés                      1
    Grand total perpétuel             91207,33
    Événements                           48120
    Chaîne                            1a2b3c4d

    """#,
    "kitchen": #"""
                      Grill
                     Table 7
    Commande 118                     Service 2
    21/11/2026 14:03                Couverts 4
    Serveur                               Anna
    ==========================================
    2 x Entrecôte
        - rare
        - no butter
    1 x Burger                         Place 3
        - extra bacon
    ┌────────────────────────────────────────┐
    │ Nut allergy!                           │
    └────────────────────────────────────────┘
    ==========================================



    """#,
    "kitchenChange": #"""
                    ANNULATION
                      Grill
                    À EMPORTER
    Commande 118                     Service 2
    21/11/2026 14:03                Couverts 4
    Serveur                               Anna
    ==========================================
    ANNULÉ 2 x Entrecôte
        - rare
        - no butter
    ANNULÉ 1 x Burger                  Place 3
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
                  Avant 21,50 €
                     18,99 €
                   18,99 € / kg
              [EAN-13 4006381333931]
                              0815

    """#,
    "noSale": #"""
                 OUVERTURE TIROIR
                     Café Zoë
                12 rue de l'Église
                   75004 Paris
             N° TVA FR 40 303 265 045
    ------------------------------------------
    21/11/2026 14:03                 Caisse T1
    Servi par                             Anna
    Motif                               Change
    Autorisé par                         Marie
                 Chaîne 1a2b3c4d
                Merci, à bientôt !

    """#,
    "payIn": #"""
                      APPORT
                     Café Zoë
                12 rue de l'Église
                   75004 Paris
             N° TVA FR 40 303 265 045
    ------------------------------------------
    21/11/2026 14:03                 Caisse T1
    Servi par                             Anna
    Motif                                 Bank
    Autorisé par                         Marie
    ------------------------------------------
    Montant EUR                          50,00


    ..........................................
    Signature
                 Chaîne 1a2b3c4d
                Merci, à bientôt !

    """#,
    "payOut": #"""
                 SORTIE DE CAISSE
                     Café Zoë
                12 rue de l'Église
                   75004 Paris
             N° TVA FR 40 303 265 045
    ------------------------------------------
    21/11/2026 14:03                 Caisse T1
    Servi par                             Anna
    Motif                                 Bank
    Autorisé par                         Marie
    ------------------------------------------
    Montant EUR                          12,50


    ..........................................
    Signature
                 Chaîne 1a2b3c4d
                Merci, à bientôt !

    """#,
    "drop": #"""
                   PRÉLÈVEMENT
                     Café Zoë
                12 rue de l'Église
                   75004 Paris
             N° TVA FR 40 303 265 045
    ------------------------------------------
    21/11/2026 14:03                 Caisse T1
    Servi par                             Anna
    Motif                                 Bank
    Autorisé par                         Marie
    ------------------------------------------
    Montant EUR                        1000,00


    ..........................................
    Signature
                 Chaîne 1a2b3c4d
                Merci, à bientôt !

    """#,
    "testPage": #"""
                   PAGE DE TEST
    Imprimante                         virtual
    Largeur d'impression            504 points
    Police A                       42 colonnes
    Police B                       56 colonnes
    Travail                               00A7
    ....+....1....+....2....+....3....+....4..
    ....+....1....+....2....+....3....+....4....+....5....+.
    Normal
    Gras
    Souligné
    Grand
    Police B: Normal
    1
                        2
                                             3
    ┌────────────────────────────────────────┐
    │ Police A                               │
    └────────────────────────────────────────┘
    Caractères
    € £ $ § ° % & @ # 0O 1Il
    ÄÖÜ äöü ß ÀÂÇÉÈÊË àâçéèêë
    Ññ ¿¡ Åå Ææ Øø Ãã Õõ Œœ
    16 cp1252, 19 cp858, 0 cp437, 2 cp850, 17
    cp866, 18 cp852, 13 cp857, 14 cp737, 33
    cp775, 36 cp862, 37 cp864, 50 cp1256
    Codes-barres
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
    Image
                 [image 504 x 48]


    """#,
  ]
}
