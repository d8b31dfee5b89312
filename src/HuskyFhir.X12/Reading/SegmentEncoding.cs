namespace HuskyFhir.X12.Reading;

/// <summary>In which encodings the segments of a file were found. X12 names none, and senders mix them.</summary>
[Flags]
public enum SegmentEncoding
{
    /// <summary>Plain ASCII only.</summary>
    Ascii = 0,

    /// <summary>Bytes above 127 that are well-formed UTF-8.</summary>
    Utf8 = 1,

    /// <summary>Bytes above 127 that are not UTF-8; they are read as Latin-1.</summary>
    Latin1 = 2,
}
