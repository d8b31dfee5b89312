namespace HuskyFhir.Simulation.Population.Data;

/// <summary>
/// Given names: by community and sex, and where fashions changed by era, the commonest first.
/// Each line of a list is an era: the number is the first year of birth for which it is used.
/// </summary>
internal static class GivenNameData
{
    internal const string GeneralFemale = """
        0 Mary Dorothy Helen Margaret Ruth Virginia Betty Frances Shirley Barbara Patricia Jean Joan Doris Evelyn Alice Marie Lois Martha Marjorie
        1946 Linda Mary Patricia Barbara Susan Nancy Deborah Sandra Carol Kathleen Sharon Karen Donna Diane Janet Judith Cynthia Pamela Maureen Gail
        1964 Lisa Michelle Kimberly Jennifer Karen Susan Mary Amy Angela Melissa Tammy Laura Christine Tina Dawn Stephanie Kelly Heather Robin Denise
        1980 Jessica Jennifer Amanda Ashley Sarah Nicole Stephanie Melissa Elizabeth Christina Lauren Megan Danielle Rachel Kimberly Amber Erin Katherine
        1995 Emily Hannah Samantha Ashley Alexis Taylor Kayla Sarah Madison Olivia Abigail Grace Victoria Brianna Rachel Julia Morgan Haley Destiny
        2009 Olivia Emma Sophia Isabella Ava Mia Charlotte Abigail Harper Amelia Evelyn Ella Scarlett Aria Layla Lily Nora Hazel Violet Luna Aurora Zoe
        """;

    internal const string GeneralMale = """
        0 Robert John James William Charles George Joseph Richard Edward Thomas Donald Frank Raymond Harold Paul Walter Henry Arthur Albert Anthony
        1946 Robert John Michael James David William Richard Thomas Mark Gary Steven Joseph Kenneth Paul Stephen Peter Kevin Dennis Daniel Brian
        1964 Michael John David James Robert Christopher William Mark Brian Jeffrey Scott Thomas Steven Kevin Timothy Eric Anthony Gregory Todd Keith
        1980 Michael Christopher Matthew Joshua Daniel David Ryan Andrew Nicholas Justin Brandon James Joseph Jonathan Kyle Eric Sean Adam Jason Timothy
        1995 Michael Jacob Matthew Nicholas Tyler Joshua Ryan Andrew Zachary Anthony Brandon Austin Christian Dylan Kyle Cameron Logan Ethan Connor
        2009 Liam Noah Mason Jacob Ethan Logan Lucas Jackson Aiden Oliver Elijah Benjamin James Henry Alexander Owen Wyatt Julian Leo Theo Hudson Isaac Caleb
        """;

    internal const string HispanicFemale = """
        0 María Carmen Ana Juana Rosa Luz Gloria Margarita Josefina Iris Migdalia Aida Elba Mercedes Esperanza Isabel Teresa Nereida
        1970 María Jessica Carmen Ana Yolanda Damaris Wanda Ivette Maribel Lissette Claudia Marisol Vanessa Yesenia Xiomara Rosa Sandra Paola
        1996 Ashley Valeria Gabriela Alondra Nayeli Mariana Karla Genesis Emely Jasmine Daniela Andrea Camila Adriana Yaritza Michelle Stephanie
        2009 Camila Isabella Sofía Valentina Mía Emma Victoria Luna Lucía Ximena Natalia Elena Aaliyah Antonella Catalina Renata Alanna Zoe
        """;

    internal const string HispanicMale = """
        0 José Juan Luis Ángel Carlos Pedro Ramón Rafael Víctor Jesús Francisco Ismael Héctor Miguel Radamés Efraín Jorge Félix
        1970 José Luis Carlos Juan Ángel Miguel Edwin Orlando Javier Héctor Wilfredo Nelson Rubén Roberto Jorge Iván César Raúl
        1996 Luis Christian Gabriel Kevin Jonathan Alexis Brandon Ángel José Bryan Anthony Xavier Joel Adrián Jadiel Diego Emmanuel
        2009 Liam Noah Mateo Sebastián Thiago Jeremiah Ángel Dylan Matías Ian Adrián Gael Emiliano Lucas Santiago Elián Josué Nathaniel
        """;

    internal const string BlackFemale = """
        0 Mary Dorothy Gloria Barbara Brenda Shirley Gwendolyn Beverly Yvonne Delores Bernice Hattie Ernestine Vivian
        1964 Angela Kimberly Tanya Yolanda Sheila Tonya Monique LaTonya Nicole Keisha Tamika Crystal Ebony Tiffany Danielle Shanice Jasmine
        1995 Jasmine Destiny Kayla Brianna Imani Aaliyah Jada Kiara Asia Diamond Nia Tiana Amaya Makayla Deja Raven
        2009 Ava Aaliyah Zoe Nevaeh London Skylar Serenity Nia Amira Royalty Kehlani Journee Autumn Naomi Zuri Laila
        """;

    internal const string BlackMale = """
        0 James Willie Robert John Charles Clarence Leroy Nathaniel Curtis Calvin Melvin Roosevelt Otis Reginald
        1964 Anthony Kevin Darryl Terrance Reginald Andre Maurice Tyrone Marcus Darnell Jermaine Jamal Antoine Corey Terrell Lamar DeShawn
        1995 Isaiah Elijah Jordan Malik Xavier Tyrese Jalen Justin Tyler Darius Devin Khalil DeAndre Marquis Trevon
        2009 Noah Elijah Josiah Carter Amir Kayden Jayden Jeremiah Isaiah Messiah King Zion Kaiden Legend Malachi Ahmir
        """;

    internal const string HaitianFemale =
        "0 Marie Rose Guerda Mirlande Nadège Fabiola Micheline Ketly Daphné Islande Sabine Widline Esther Naomi Lovely Carline";
    internal const string HaitianMale =
        "0 Jean Pierre Emmanuel Wilner Frantz Jacques Réginald Stanley Wesley Evens Ronald Jude Samuel Widmaer Nathan Lucson";
    internal const string AfricanFemale =
        "0 Fatou Aminata Grace Abena Ama Akosua Mariama Ngozi Chioma Adaeze Blessing Fatima Aissatou Esther Comfort Joy";
    internal const string AfricanMale =
        "0 Kwame Kofi Emmanuel Samuel Ibrahim Mamadou Ousmane Chukwuma Emeka Tunde Kwabena Yaw Daniel Abdul Mohamed Isaac";
    internal const string IndianFemale =
        "0 Priya Anita Sunita Kavita Pooja Neha Lakshmi Meena Asha Rekha Aarti Divya Deepa Ananya Aanya Diya Saanvi Riya Isha Harpreet";
    internal const string IndianMale =
        "0 Raj Amit Sanjay Rajesh Vijay Suresh Anil Ravi Kiran Manish Nikhil Arjun Rohan Aarav Vihaan Ishaan Aryan Dev Gurpreet Thomas";
    internal const string MuslimFemale =
        "0 Fatima Aisha Maryam Zainab Amina Sana Hina Khadija Noor Layla Rania Hanan Samira Yasmin Huda Salma Dina Leila Amal Sara";
    internal const string MuslimMale =
        "0 Muhammad Ahmed Ali Omar Hassan Yusuf Ibrahim Khalid Bilal Imran Usman Tariq Hamza Mahmoud Samir Karim Adam Zayd Nabil Faisal";
    internal const string ChineseFemale =
        "0 Mei Ling Xiu Fang Li Yan Hong Jing Hui Na Ying Xin Amy Grace Emily Jessica Lily Chloe";
    internal const string ChineseMale =
        "0 Wei Jian Ming Jun Qiang Hao Lei Feng Bo Tao Kai Yong Kevin Jason Eric Ryan Ethan Lucas";
    internal const string VietnameseFemale =
        "0 Lan Hoa Huong Linh Mai Thuy Phuong Anh Ngoc Trang Thao Kim Vy Emily Kelly";
    internal const string VietnameseMale = "0 Minh Hung Tuan Dung Nam Thanh Duc Hai Long Quang Khoa An Bao Kevin Andy";
    internal const string FilipinoFemale =
        "0 Maria Rosario Cristina Marites Jocelyn Angelica Maricel Grace Kristine Bea Angela Sofia";
    internal const string FilipinoMale =
        "0 Jose Antonio Ramon Eduardo Rodel Mark Christian John Paolo Joshua Gabriel Miguel";
    internal const string PortugueseFemale =
        "0 Maria Ana Fernanda Juliana Patrícia Adriana Márcia Lúcia Fátima Beatriz Larissa Letícia Camila Mariana Júlia Luísa Sofia Helena";
    internal const string PortugueseMale =
        "0 João José Antônio Carlos Paulo Marcos Luiz Pedro Lucas Gabriel Mateus Rafael Felipe Bruno Davi Miguel Arthur Enzo";
    internal const string PolishFemale =
        "0 Anna Maria Katarzyna Małgorzata Agnieszka Barbara Ewa Krystyna Elżbieta Zofia Joanna Magdalena Monika Julia Hanna Maja Oliwia";
    internal const string PolishMale =
        "0 Jan Andrzej Piotr Krzysztof Stanisław Tomasz Paweł Józef Marcin Marek Michał Grzegorz Jakub Adam Filip Antoni Szymon";
}
