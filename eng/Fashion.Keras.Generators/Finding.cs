using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Fashion.Keras.Generators;

/// <summary>Something that keeps a layer from being written, and where it stands.</summary>
internal sealed record Finding(DiagnosticDescriptor Rule, string Path, TextSpan Span, LinePositionSpan Lines, EquatableList<string> Words)
{
    public static Finding At(DiagnosticDescriptor rule, Location? location, params string[] words) =>
        new(rule, location?.SourceTree?.FilePath ?? "", location?.SourceSpan ?? default, location?.GetLineSpan().Span ?? default,
            new(words));

    public Diagnostic ToDiagnostic() =>
        Diagnostic.Create(Rule, Path.Length == 0 ? Location.None : Location.Create(Path, Span, Lines), [.. Words]);
}
