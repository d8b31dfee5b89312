namespace HuskyFhir.Simulation.Population.Data;

/// <summary>
/// Connecticut's 169 towns: name (an underscore stands for a space), residents in hundreds (rounded), ZIP codes with
/// the largest first. The county decides the telephone area codes and which clinics are near.
/// </summary>
internal static class TownData
{
    internal const string Fairfield = """
        Bridgeport 1487 06604,06605,06606,06607,06608,06610
        Stamford 1355 06902,06901,06905,06906,06907
        Norwalk 912 06850,06851,06854,06855
        Danbury 865 06810,06811
        Greenwich 635 06830,06831
        Fairfield 615 06824,06825
        Stratford 523 06614,06615
        Shelton 409 06484
        Trumbull 368 06611
        Westport 271 06880
        Ridgefield 250 06877
        Newtown 271 06470
        Darien 215 06820
        New_Canaan 206 06840
        Bethel 204 06801
        Monroe 188 06468
        Wilton 185 06897
        Brookfield 175 06804
        New_Fairfield 136 06812
        Weston 103 06883
        Redding 88 06896
        Easton 76 06612
        Sherman 35 06784
        """;

    internal const string Hartford = """
        Hartford 1211 06106,06105,06112,06114,06120
        New_Britain 741 06051,06052,06053
        West_Hartford 641 06107,06110,06117,06119
        Bristol 608 06010
        Manchester 597 06040,06042
        East_Hartford 510 06108,06118
        Southington 435 06489
        Enfield 421 06082
        Glastonbury 352 06033
        Newington 305 06111
        Windsor 295 06095
        Wethersfield 273 06109
        Farmington 267 06032
        South_Windsor 269 06074
        Simsbury 245 06070
        Bloomfield 215 06002
        Berlin 202 06037
        Rocky_Hill 208 06067
        Avon 189 06001
        Plainville 175 06062
        Suffield 158 06078
        Windsor_Locks 126 06096
        East_Windsor 112 06088
        Granby 109 06035
        Canton 101 06019
        Burlington 95 06013
        Marlborough 61 06447
        East_Granby 52 06026
        Hartland 19 06027
        """;

    internal const string Litchfield = """
        Torrington 355 06790
        New_Milford 281 06776
        Watertown 221 06795
        Plymouth 117 06782
        Winchester 102 06098
        Woodbury 97 06798
        Thomaston 74 06787
        New_Hartford 67 06057
        Litchfield 82 06759
        Harwinton 55 06791
        Bethlehem 34 06751
        Barkhamsted 36 06063
        Washington 36 06793
        Salisbury 42 06068
        Sharon 27 06069
        Kent 30 06757
        North_Canaan 32 06018
        Goshen 31 06756
        Roxbury 22 06783
        Morris 23 06763
        Norfolk 16 06058
        Bridgewater 17 06752
        Cornwall 16 06753
        Colebrook 14 06021
        Canaan 11 06031
        Warren 14 06777
        """;

    internal const string Middlesex = """
        Middletown 477 06457
        Cromwell 142 06416
        East_Hampton 127 06424
        Clinton 131 06413
        Old_Saybrook 104 06475
        Portland 94 06480
        East_Haddam 89 06423
        Durham 72 06422
        Westbrook 69 06498
        Essex 67 06426
        Haddam 84 06441
        Deep_River 44 06417
        Killingworth 62 06419
        Middlefield 42 06455
        Chester 37 06412
        """;

    internal const string NewHaven = """
        New_Haven 1340 06511,06510,06512,06513,06515,06519
        Waterbury 1144 06704,06702,06705,06706,06708,06710
        Meriden 608 06450,06451
        Hamden 612 06514,06517,06518
        West_Haven 556 06516
        Milford 523 06460,06461
        Wallingford 444 06492
        Naugatuck 315 06770
        East_Haven 279 06512
        Branford 283 06405
        Cheshire 287 06410
        North_Haven 243 06473
        Guilford 220 06437
        Ansonia 189 06401
        Madison 177 06443
        Southbury 199 06488
        Seymour 168 06483
        Wolcott 161 06716
        Derby 123 06418
        North_Branford 135 06471
        Orange 143 06477
        Oxford 127 06478
        Prospect 94 06712
        Woodbridge 91 06525
        Middlebury 76 06762
        Beacon_Falls 60 06403
        Bethany 53 06524
        """;

    internal const string NewLondon = """
        Norwich 401 06360
        Groton 384 06340
        New_London 274 06320
        Waterford 196 06385
        Montville 184 06353,06382,06370
        East_Lyme 187 06333
        Stonington 183 06378
        Ledyard 154 06339
        Colchester 155 06415
        Griswold 114 06351
        Lebanon 71 06249
        Old_Lyme 76 06371
        Preston 48 06365
        North_Stonington 51 06359
        Salem 42 06420
        Sprague 30 06330
        Lisbon 42 06351
        Bozrah 24 06334
        Lyme 24 06371
        Franklin 19 06254
        Voluntown 26 06384
        """;

    internal const string Tolland = """
        Vernon 302 06066
        Mansfield 259 06268,06250
        Tolland 146 06084
        Ellington 164 06029
        Stafford 115 06076
        Coventry 122 06238
        Somers 103 06071
        Hebron 91 06248
        Willington 56 06279
        Bolton 49 06043
        Columbia 53 06237
        Andover 32 06232
        Union 8 06076
        """;

    internal const string Windham = """
        Windham 244 06226
        Killingly 178 06239
        Plainfield 150 06374
        Putnam 92 06260
        Thompson 92 06277
        Brooklyn 85 06234
        Woodstock 82 06281
        Canterbury 51 06331
        Pomfret 43 06258
        Ashford 42 06278
        Sterling 36 06377
        Hampton 17 06247
        Chaplin 22 06235
        Eastford 17 06242
        Scotland 16 06264
        """;
}
