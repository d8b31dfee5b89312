namespace HuskyFhir.Simulation.Population.Data;

/// <summary>
/// Family names by community, the commonest first: the rank decides the frequency. An underscore stands for a space.
/// </summary>
internal static class FamilyNameData
{
    internal const string General = """
        Smith Johnson Brown Williams Miller Davis Anderson Wilson Martin Thompson White Sullivan Murphy Clark Lewis Baker Hall Allen
        Young King Wright Moore Taylor Hill Scott Adams Nelson Campbell Roberts Phillips Evans Turner Parker Collins Edwards Stewart
        Morris Rogers Reed Cook Morgan Bell Bailey Cooper Richardson Cox Howard Ward Peterson Gray Watson Brooks Kelly Sanders Price
        Bennett Wood Barnes Ross Henderson Coleman Jenkins Perry Powell Long Patterson Hughes Butler Foster Russell Griffin Hayes
        Myers Ford Hamilton Graham Fisher Cole West Jordan Reynolds Fox Gordon Shaw Hunt Holmes Palmer Wagner Mason Dixon Burns
        Kennedy Wells Hart Webb Porter Hicks Crawford Boyd Mills Warren Stone Dunn Knight Ferguson Hawkins Spencer Stephens Payne
        Pierce Berry Matthews Arnold Willis Watkins Carroll Duncan Snyder Andrews Harper Cunningham Bradley Lane Greene Hudson Carr
        Lawson Chapman Wheeler Bishop Montgomery Johnston Harrison Fields Weaver Frazier Burke Hanson Larson Fuller Lynch Gilbert
        Garrett Welch Barrett Kelley Beck Fleming Rhodes Newman Pearson Bates Walsh Cohen Schneider Schwartz Weber Keller Becker
        Hubbard Peck Bidwell Loomis Gillette Whittlesey Beecher Wadsworth Hotchkiss Sherwood Bristol Merriman Treat Talcott
        LeBlanc Gagnon Pelletier Bouchard Ouellette Levesque Roy Cote Michaud Boucher Dube Lavoie Bergeron St._Pierre Beaulieu Theriault
        """;

    internal const string Italian = """
        Russo Romano Esposito Marino Ferrara D'Angelo Rizzo Colombo Bruno Gallo Conti DeLuca Mancini Costa Giordano Lombardi Moretti
        Barbieri Fontana Santoro Mariani Rinaldi Caruso Ferri Testa Grasso Pellegrini Palumbo Sanna Farina DeRosa Gentile Vitale
        Carbone Amato Silvestri Parisi Messina Fiore DiMaggio Iannucci Pascarella Criscuolo Acampora D'Amico Esposito-Reed LaRosa
        """;

    internal const string Irish = """
        Murphy Sullivan Kelly O'Brien Walsh O'Connor Ryan Burke McCarthy Doyle Lynch Murray Quinn Moran Kennedy O'Neill Daly Brennan
        Dunne Fitzgerald Nolan Connolly Keane Farrell Hogan Flynn Whelan Callahan Sheehan McGrath McMahon Donovan Casey Foley Healy
        Shea Gallagher Doherty Higgins McDonnell O'Reilly O'Leary Dempsey Cavanaugh Tierney Hennessey
        """;

    internal const string Polish = """
        Nowak Kowalski Wisniewski Kaminski Lewandowski Zielinski Szymanski Wozniak Dombrowski Kozlowski Jankowski Mazur Krawczyk
        Piotrowski Grabowski Pawlowski Michalski Zajac Krol Wieczorek Jablonski Majewski Olszewski Stepien Malinowski Gorski Sikora
        Walczak Baran Rutkowski Ostrowski Pietrzak Zalewski Marciniak Sobczak Zawadzki Chmielewski Borkowski Czarnecki Sawicki
        """;

    internal const string Hispanic = """
        Rivera Rodríguez Ortiz Santiago Torres Martínez González Cruz Colón Pérez Sánchez López García Ramos Vázquez Hernández Díaz
        Morales Reyes Rosario Figueroa Vega Maldonado Ramírez Rosa Soto Nieves Medina Santos Flores Gómez Castillo Delgado Mercado
        Alvarez Jiménez Ruiz Vargas Romero Marrero Guzmán Acevedo Rosado Muñoz Pagán Negrón Cintrón Quiñones Burgos Meléndez Feliciano
        Ayala Gutiérrez Castro Mendoza Herrera Núñez Peña Cabrera Suárez Molina Correa Serrano Velázquez De_Jesús Del_Valle De_La_Cruz
        Padilla Rojas Ríos Arroyo Lugo Camacho Cordero Mejía Paredes Zambrano Guamán Quispe Cárdenas Espinoza Salazar Contreras Aguilar
        Ramírez-Soto Rivera-Cruz Ortiz-Vega Valentín Carrasquillo Bermúdez Montañez Báez Polanco Tejada Ventura Abreu Almonte Urbina
        """;

    internal const string African_American = """
        Williams Johnson Brown Smith Jones Davis Jackson Harris Robinson Thomas Washington Walker Lewis Scott Green Mitchell Wright
        Carter Edwards Howard Coleman Hill James Jenkins Bryant Simmons Alexander Dixon Gibson Reid Gaines Banks Booker Mosley Fields
        Grant Joseph Franklin Singleton Battle Boone Bolden Dawson Ellison Gilmore Holloway Ingram Jefferson Kirkland McCoy McKnight
        Pettway Ravenell Sinclair Strickland Tillman Vaughn Wiggins Woodard Yarborough Freeman Hampton Moody Parks Pitts Ramsey
        """;

    internal const string Caribbean = """
        Campbell Brown Williams Clarke Reid Grant Gordon Morgan Bailey Francis Thompson Edwards Morrison Palmer Stewart Wright Bennett
        Henry Powell Lewis Graham Simpson Samuels Gayle Blake Barrett Beckford Bernard Chambers Cunningham Dacosta Ffrench Hylton
        """;

    internal const string Haitian = """
        Jean Pierre Joseph Charles Louis François Jean-Baptiste Michel Baptiste Antoine Étienne Augustin Paul Noël Saint-Louis Désir
        Dorvil Toussaint Laguerre Jean-Louis Estimé Célestin Alexis Germain Mondésir Lafleur Beauvoir Dieudonné
        """;

    internal const string WestAfrican = """
        Mensah Owusu Boateng Appiah Asante Osei Okafor Adeyemi Okonkwo Diallo Bah Traoré Sow Kamara Conteh Koroma Nwosu Eze Balogun
        Agyeman Acheampong Ofori Amoah Adjei Ibrahim Sesay Jalloh Touré
        """;

    internal const string Indian = """
        Patel Shah Singh Kumar Sharma Gupta Reddy Desai Mehta Joshi Rao Nair Iyer Thomas Mathew Verma Chaudhary Das Banerjee Ghosh
        Pillai Menon Bhatt Trivedi Kapoor Malhotra Agarwal Jain Varghese Kaur
        """;

    internal const string Pakistani =
        "Khan Ahmed Ali Hussain Malik Chaudhry Iqbal Butt Sheikh Qureshi Rahman Mirza Siddiqui Raza Javed Akhtar Baig Hashmi";

    internal const string Chinese =
        "Chen Lin Wang Li Zhang Liu Huang Wu Yang Zheng Zhao Zhou Xu Sun Ma Zhu Hu Guo He Gao Luo Liang Xie Tang Dong";

    internal const string Vietnamese =
        "Nguyen Tran Le Pham Huynh Hoang Phan Vu Vo Dang Bui Do Ho Ngo Duong Ly Truong Dinh Lam Mai";

    internal const string Filipino =
        "Santos Reyes Cruz Bautista Ocampo Garcia Mendoza Torres Castillo Flores Villanueva Ramos Aquino Dela_Cruz Mercado Salazar";

    internal const string Portuguese = """
        Silva Santos Oliveira Souza Pereira Costa Ferreira Rodrigues Almeida Carvalho Gomes Martins Araújo Ribeiro Lima Barbosa Rocha
        Dias Moreira Nunes Mendes Cardoso Teixeira Gonçalves Magalhães Simões Conceição Fonseca Azevedo Assunção Correia
        """;

    internal const string Arabic =
        "Ahmad Hassan Ali Ibrahim Haddad Khalil Mansour Saleh Nasser Hamdan Khoury Aziz Farah Said Awad Shaheen Barakat Habib Suleiman Issa";
}
