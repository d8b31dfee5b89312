namespace HuskyFhir.X12.Elements;

/// <summary>How a data element is written.</summary>
internal enum ElementType
{
    Text,
    Code,
    Whole,
    Number,
    Date,
    Time,
    Composite,
}

/// <summary>A line of the X12 dictionary: type, least and greatest length.</summary>
internal readonly record struct ElementKind(ElementType Type, int Min, int Max)
{
    private static readonly Dictionary<int, ElementKind> Known = Read();

    /// <summary>What the dictionary says of a data element.</summary>
    public static ElementKind Of(int dataElement) => Known[dataElement];

    /// <summary>The data elements of 834 in version 005010: number, type, least and greatest length.</summary>
    private static Dictionary<int, ElementKind> Read() =>
        """
            19 A 2 30,26 I 2 3,61 A 1 30,65 R 1 8,66 I 1 2,67 A 2 80,81 R 1 10,93 A 1 60,98 I 2 3,100 I 3 3,107 I 1 2,116 I 3 15,127 A 1 50,
            128 I 2 3,156 I 2 2,166 A 1 55,235 I 2 2,306 I 1 2,309 I 1 2,310 A 1 30,337 T 4 8,352 A 1 80,353 I 2 2,364 A 1 256,365 I 2 2,
            366 I 2 2,373 D 8 8,374 I 3 3,380 R 1 15,443 A 1 20,447 A 1 4,478 I 1 1,508 A 1 35,522 I 1 3,554 N 1 6,569 I 1 3,584 I 2 2,594 I 1 1,
            609 N 1 9,623 I 2 2,640 I 2 2,659 I 1 2,673 I 2 2,706 I 2 2,782 R 1 18,786 I 2 2,875 I 3 3,954 R 1 10,1035 A 1 60,1036 A 1 35,1037 A 1 25,
            1038 A 1 10,1039 A 1 10,1065 I 1 1,1066 I 1 2,1067 I 1 1,1068 I 1 1,1069 I 2 2,1073 I 1 1,1137 A 1 15,1138 I 1 1,1143 I 1 1,
            1146 I 1 1,1149 I 4 6,1154 I 1 1,1161 I 1 1,1165 I 1 1,1176 I 2 3,1201 I 1 1,1203 I 2 3,1204 A 1 50,1205 I 2 3,1207 I 3 3,1209 I 1 1,
            1211 I 2 3,1212 I 1 1,1213 I 1 1,1214 A 1 5,1215 I 1 1,1216 I 1 2,1219 I 1 2,1220 I 1 1,1250 I 2 3,1251 A 1 35,1270 I 1 3,1271 A 1 30,
            1303 I 1 2,1365 I 1 2,1470 N 1 9,1476 I 1 1,1715 I 1 3
            """.Split(',').Select(static line => line.Trim().Split(' ')).ToDictionary(
            static parts => int.Parse(parts[0]),
            static parts => new ElementKind(TypeOf(parts[1]), int.Parse(parts[2]), int.Parse(parts[3]))
        );

    private static ElementType TypeOf(string letter) =>
        letter switch
        {
            "A" => ElementType.Text,
            "I" => ElementType.Code,
            "N" => ElementType.Whole,
            "R" => ElementType.Number,
            "D" => ElementType.Date,
            "T" => ElementType.Time,
            _ => throw new ArgumentOutOfRangeException(nameof(letter), letter, "No type of the dictionary."),
        };
}
