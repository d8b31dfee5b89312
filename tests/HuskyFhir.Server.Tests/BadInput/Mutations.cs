using System.Text;

namespace HuskyFhir.Server.Tests.BadInput;

/// <summary>Bodies changed at random.</summary>
internal static class Mutations
{
    /// <summary>The bytes of a body, changed in a few places.</summary>
    public static byte[] Of(Random random, string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json).ToList();
        for (var times = random.Next(1, 6); times > 0; times--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveAt(at);
                    break;
                case 2:
                    bytes.InsertRange(
                        at,
                        Encoding.UTF8.GetBytes(
                            Pick(
                                random,
                                [
                                    "null",
                                    "{}",
                                    "[]",
                                    "\"\"",
                                    ",",
                                    "1e400",
                                    "\\u0000",
                                    "\\ud800",
                                    "\"extension\":[{}],",
                                    "{\"a\":",
                                    "<!DOCTYPE a [<!ENTITY b \"c\">]>",
                                    "&b;",
                                    "<a>",
                                    "]]>",
                                    "%",
                                    "&",
                                ]
                            )
                        )
                    );
                    break;
                case 3:
                    bytes.RemoveRange(at, Math.Min(random.Next(40), bytes.Count - at));
                    break;
                default:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(60), bytes.Count - at)));
                    break;
            }

            if (bytes.Count == 0)
                bytes.Add((byte)'{');
        }

        return [.. bytes];
    }

    public static string Pick(Random random, string[] from) => from[random.Next(from.Length)];
}
