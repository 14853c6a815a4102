// Papers as they are, language es. Written by GoldenTests; see there.

extension Golden {
  static let es: [String: String] = [
    "sale": #"""
                     Café Zoë
                12 rue de l'Église
                   75004 Paris
              NIF FR 40 303 265 045
    ------------------------------------------
    Ticket n.º                       T1-000912
    21/11/2026 14:03                   Caja T1
    Le atendió                            Anna
    ------------------------------------------
    Espresso                           A  4,80
      2 x 2,40
    Coffee beans, single origin,
    medium roast, whole, 1 kg          B 17,10
      1 x 19,00, Descuento -1,90
    Apples                             B  1,03
      0,355 kg x 2,90
    ------------------------------------------
    Subtotal                             22,93
    Descuento                            -1,00
    TOTAL EUR                            21,93
    Tarjeta                              10,00
      Ref. A-77120
    Efectivo                             20,00
    CAMBIO EUR                            8,07
    ------------------------------------------
    Tipo           Base        IVA       Total
    A 20 %         3,83       0,76        4,59
    B 5,5 %       16,43       0,91       17,34
                   IVA incluido

       Escanee para ver su ticket en línea
        [QR https://till.example/r/8fK2mQ]

               [Code 128 T1-000912]
                 Cadena 1a2b3c4d
                Merci, à bientôt !

    """#,
    "copy": #"""
                     COPIA 2
                     Café Zoë
                12 rue de l'Église
                   75004 Paris
              NIF FR 40 303 265 045
    ------------------------------------------
    Ticket n.º                       T1-000912
    21/11/2026 14:03                   Caja T1
    Le atendió                            Anna
    ------------------------------------------
    Espresso                           A  4,80
      2 x 2,40
    Coffee beans, single origin,
    medium roast, whole, 1 kg          B 17,10
      1 x 19,00, Descuento -1,90
    Apples                             B  1,03
      0,355 kg x 2,90
    ------------------------------------------
    Subtotal                             22,93
    Descuento                            -1,00
    IVA 20 %                              0,76
    IVA 5,5 %                             0,91
    TOTAL EUR                            21,93
    Redondeo                              0,02
    A PAGAR EUR                          21,95
    Tarjeta                              10,00
      Ref. A-77120
    Efectivo                             20,00
    CAMBIO EUR                            8,07
    ------------------------------------------
    Tipo           Base        IVA       Total
    A 20 %         3,83       0,76        4,59
    B 5,5 %       16,43       0,91       17,34

       Escanee para ver su ticket en línea
        [QR https://till.example/r/8fK2mQ]

               [Code 128 T1-000912]
                 Cadena 1a2b3c4d
                Merci, à bientôt !
                     COPIA 2

    """#,
    "training": #"""
                    FORMACIÓN
             Sin validez como ticket
                     Café Zoë
                12 rue de l'Église
                   75004 Paris
              NIF FR 40 303 265 045
    ------------------------------------------
    Ticket n.º                       T1-000912
    21/11/2026 14:03                   Caja T1
    Jornada                         20/11/2026
    Le atendió                            Anna
            Fecha y hora sin verificar
    ------------------------------------------
    Espresso                           A  4,80
      2 x 2,40
    Coffee beans, single origin,
    medium roast, whole, 1 kg          B 17,10
      1 x 19,00, Descuento -1,90
    Apples                             B  1,03
      0,355 kg x 2,90
    ------------------------------------------
    Subtotal                             22,93
    Descuento                            -1,00
    TOTAL EUR                            21,93
    Tarjeta                              10,00
      Ref. A-77120
    Efectivo                             20,00
    CAMBIO EUR                            8,07
    ------------------------------------------
    Tipo           Base        IVA       Total
    A 20 %         3,83       0,76        4,59
    B 5,5 %       16,43       0,91       17,34
                   IVA incluido

               [Code 128 T1-000912]
                 Cadena 1a2b3c4d
                Merci, à bientôt !
                    FORMACIÓN
             Sin validez como ticket

    """#,
    "refund": #"""
                    DEVOLUCIÓN
                     Café Zoë
                12 rue de l'Église
                   75004 Paris
              NIF FR 40 303 265 045
    ------------------------------------------
    Ticket n.º                       T1-000931
    21/11/2026 14:03                   Caja T1
    Le atendió                            Anna
    Ticket original                  T1-000912
    Comprado el                     13/11/2026
    Motivo                            Too dark
    Autorizado por                       Marie
    ------------------------------------------
    Espresso                           A  4,80
      2 x 2,40
    Coffee beans, single origin,
    medium roast, whole, 1 kg          B 17,10
      1 x 19,00, Descuento -1,90
    ------------------------------------------
    A DEVOLVER EUR                       21,90
    Devuelto en Tarjeta                  10,00
      Ref. A-77120
    Devuelto en Efectivo                 11,90
    ------------------------------------------
    Tipo           Base        IVA       Total
    A 20 %         3,83       0,76        4,59
    B 5,5 %       16,43       0,91       17,34
                   IVA incluido


    ..........................................
    Firma

               [Code 128 T1-000931]
                 Cadena 1a2b3c4d
                Merci, à bientôt !

    """#,
    "gift": #"""
                  TICKET REGALO
                     Café Zoë
                12 rue de l'Église
                   75004 Paris
              NIF FR 40 303 265 045
    ------------------------------------------
    Ticket n.º                       T1-000912
    21/11/2026 14:03                   Caja T1
    Le atendió                            Anna
    ------------------------------------------
    Espresso                                 2
    Coffee beans, single origin, medium
    roast, whole, 1 kg                       1
    Apples                            0,355 kg
    ------------------------------------------
    Imprescindible para cambios y devoluciones
           Cambios hasta el 22/12/2026

               [Code 128 T1-000912]
                 Cadena 1a2b3c4d
                Merci, à bientôt !

    """#,
    "void": #"""
                    ANULACIÓN
                     Café Zoë
                12 rue de l'Église
                   75004 Paris
              NIF FR 40 303 265 045
    ------------------------------------------
    21/11/2026 14:03                   Caja T1
    Le atendió                            Anna
    Venta no completada
    Motivo                     Payment refused
    Autorizado por                       Marie
    ------------------------------------------
    Espresso                           A  4,80
      2 x 2,40
    Coffee beans, single origin,
    medium roast, whole, 1 kg          B 17,10
      1 x 19,00, Descuento -1,90
    ------------------------------------------
    ANULACIÓN EUR                        21,90


    ..........................................
    Firma
                 Cadena 1a2b3c4d
                Merci, à bientôt !

    """#,
    "x": #"""
                    INFORME X
         Turno abierto - no es un cierre
                     Café Zoë
                12 rue de l'Église
                   75004 Paris
              NIF FR 40 303 265 045
    ------------------------------------------
    Jornada                         21/11/2026
    Caja                                    T1
    Apertura                  21/11/2026 08:00
    Impreso                   21/11/2026 14:03
    Ventas                                  41
    Primer ticket                    T1-000872
    Último ticket                    T1-000912
    ------------------------------------------
    VENTAS TOTALES EUR                  812,07
    Tipo           Base        IVA       Total
    A 20 %         3,83       0,76        4,59
    B 5,5 %       16,43       0,91       17,34
    ------------------------------------------
    30 x Tarjeta                        612,07
    11 x Efectivo                       200,00
    ------------------------------------------
    Cajón de efectivo
    Fondo de caja                       150,00
    Ventas en efectivo                  200,00
    Entradas                              0,00
    Salidas                             -12,50
    Retiradas                          -100,00
    Esperado                            237,50
    ------------------------------------------
    Ventas anuladas                          1
    Líneas anuladas                          3
    Cajón sin venta                          2
    Copias impresas                          1
    Total acumulado                   91207,33
    Eventos                              48120
    Cadena                            1a2b3c4d

    """#,
    "z": #"""
                   INFORME Z 12
                     Café Zoë
                12 rue de l'Église
                   75004 Paris
              NIF FR 40 303 265 045
    ------------------------------------------
    Jornada                         21/11/2026
    Caja                                    T1
    Apertura                  21/11/2026 08:00
    Impreso                   21/11/2026 14:03
    Ventas                                  41
    Primer ticket                    T1-000872
    Último ticket                    T1-000912
    ------------------------------------------
    VENTAS TOTALES EUR                  812,07
    Tipo           Base        IVA       Total
    A 20 %         3,83       0,76        4,59
    B 5,5 %       16,43       0,91       17,34
    ------------------------------------------
    30 x Tarjeta                        612,07
    11 x Efectivo                       200,00
    ------------------------------------------
    Cajón de efectivo
    Fondo de caja                       150,00
    Ventas en efectivo                  200,00
    Entradas                              0,00
    Salidas                             -12,50
    Retiradas                          -100,00
    Esperado                            237,50
    Contado                             237,00
    Descuadre                            -0,50
    ------------------------------------------
    Ventas anuladas                          1
    Líneas anuladas                          3
    Cajón sin venta                          2
    Copias impresas                          1
    Total acumulado                   91207,33
    Eventos                              48120
    Cadena                            1a2b3c4d

    """#,
    "kitchen": #"""
                      Grill
                      Mesa 7
    Comanda 118                        Plato 2
    21/11/2026 14:03              Comensales 4
    Camarero                              Anna
    ==========================================
    2 x Entrecôte
        - rare
        - no butter
    1 x Burger                       Asiento 3
        - extra bacon
    ┌────────────────────────────────────────┐
    │ Nut allergy!                           │
    └────────────────────────────────────────┘
    ==========================================



    """#,
    "kitchenChange": #"""
                    ANULACIÓN
                      Grill
                       PARA
                      LLEVAR
    Comanda 118                        Plato 2
    21/11/2026 14:03              Comensales 4
    Camarero                              Anna
    ==========================================
    ANULADO 2 x Entrecôte
        - rare
        - no butter
    ANULADO 1 x Burger               Asiento 3
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
                  Antes 21,50 €
                     18,99 €
                   18,99 € / kg
              [EAN-13 4006381333931]
                              0815

    """#,
    "noSale": #"""
                APERTURA DE CAJÓN
                     Café Zoë
                12 rue de l'Église
                   75004 Paris
              NIF FR 40 303 265 045
    ------------------------------------------
    21/11/2026 14:03                   Caja T1
    Le atendió                            Anna
    Motivo                              Change
    Autorizado por                       Marie
                 Cadena 1a2b3c4d
                Merci, à bientôt !

    """#,
    "payIn": #"""
                 ENTRADA DE CAJA
                     Café Zoë
                12 rue de l'Église
                   75004 Paris
              NIF FR 40 303 265 045
    ------------------------------------------
    21/11/2026 14:03                   Caja T1
    Le atendió                            Anna
    Motivo                                Bank
    Autorizado por                       Marie
    ------------------------------------------
    Importe EUR                          50,00


    ..........................................
    Firma
                 Cadena 1a2b3c4d
                Merci, à bientôt !

    """#,
    "payOut": #"""
                  SALIDA DE CAJA
                     Café Zoë
                12 rue de l'Église
                   75004 Paris
              NIF FR 40 303 265 045
    ------------------------------------------
    21/11/2026 14:03                   Caja T1
    Le atendió                            Anna
    Motivo                                Bank
    Autorizado por                       Marie
    ------------------------------------------
    Importe EUR                          12,50


    ..........................................
    Firma
                 Cadena 1a2b3c4d
                Merci, à bientôt !

    """#,
    "drop": #"""
                     RETIRADA
                     Café Zoë
                12 rue de l'Église
                   75004 Paris
              NIF FR 40 303 265 045
    ------------------------------------------
    21/11/2026 14:03                   Caja T1
    Le atendió                            Anna
    Motivo                                Bank
    Autorizado por                       Marie
    ------------------------------------------
    Importe EUR                        1000,00


    ..........................................
    Firma
                 Cadena 1a2b3c4d
                Merci, à bientôt !

    """#,
    "testPage": #"""
                 PÁGINA DE PRUEBA
    Impresora                          virtual
    Ancho de impresión              504 puntos
    Fuente A                       42 columnas
    Fuente B                       56 columnas
    Trabajo                               00A7
    ....+....1....+....2....+....3....+....4..
    ....+....1....+....2....+....3....+....4....+....5....+.
    Normal
    Negrita
    Subrayado
    Grande
    Fuente B: Normal
    1
                        2
                                             3
    ┌────────────────────────────────────────┐
    │ Fuente A                               │
    └────────────────────────────────────────┘
    Caracteres
    € £ $ § ° % & @ # 0O 1Il
    ÄÖÜ äöü ß ÀÂÇÉÈÊË àâçéèêë
    Ññ ¿¡ Åå Ææ Øø Ãã Õõ Œœ
    16 cp1252, 19 cp858, 0 cp437, 2 cp850, 17
    cp866, 18 cp852, 13 cp857, 14 cp737, 33
    cp775, 36 cp862, 37 cp864, 50 cp1256
    Códigos de barras
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
    Imagen
                 [image 504 x 48]


    """#,
  ]
}
