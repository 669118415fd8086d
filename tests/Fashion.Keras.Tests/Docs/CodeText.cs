using System.Text.RegularExpressions;

namespace Fashion.Keras.Tests.Docs;

/// <summary>Code of documents and of files, compared without regard to indentation and line breaks.</summary>
internal static partial class CodeText
{
    public static string OnOneLine(string code) => WhiteSpace().Replace(code, " ").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
