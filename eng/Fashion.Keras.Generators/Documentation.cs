using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace Fashion.Keras.Generators;

/// <summary>The XML documentation of a class and its constructors. References in it are full names, so it can stand anywhere.</summary>
internal sealed class Documentation
{
    private static readonly Regex s_space = new(@"\s+", RegexOptions.CultureInvariant);
    private static readonly Regex s_parameter = new("<paramref name=\"(\\w+)\" />", RegexOptions.CultureInvariant);
    private static readonly Regex s_null = new(@"[;,] null .*?(?=\.(\s|$))", RegexOptions.CultureInvariant | RegexOptions.Singleline);

    private readonly Dictionary<ISymbol, XElement?> _constructors = new(SymbolEqualityComparer.Default);
    private readonly XElement? _type;
    private readonly string _name;

    private Documentation(XElement? type, string name) => (_type, _name) = (type, name);

    /// <summary>What the class says that it does.</summary>
    public string Summary => _type?.Element("summary") is { } summary ? Inner(summary) : "";

    /// <summary>Whether the compiler reads documentation.</summary>
    public bool IsThere => _type is not null;

    public static Documentation Of(INamedTypeSymbol type, CancellationToken stop)
    {
        var documentation = new Documentation(Parsed(type, stop), type.ToDisplayString());
        foreach (IMethodSymbol constructor in type.InstanceConstructors)
            documentation._constructors[constructor] = Parsed(constructor, stop);
        return documentation;
    }

    /// <summary>
    /// What a constructor says of a parameter; where it inherits its documentation, what another one says of that of the same name. Null
    /// for nothing.
    /// </summary>
    public string? Of(IParameterSymbol parameter) =>
        Candidates((IMethodSymbol)parameter.ContainingSymbol).SelectMany(c => c.Elements("param"))
            .FirstOrDefault(p => (string?)p.Attribute("name") == parameter.Name) is { } text ? Inner(text) : null;

    /// <summary>The exceptions of a constructor, a line each.</summary>
    public IEnumerable<string> Notes(IMethodSymbol constructor) =>
        Candidates(constructor).Select(c => c.Elements("exception").ToArray()).FirstOrDefault(e => e.Length > 0) is { } exceptions
            ? exceptions.Select(e => $"<exception cref=\"{(string?)e.Attribute("cref")}\">{Inner(e)}</exception>")
            : [];

    /// <summary>
    /// What a property says that has the value of an argument: it names other properties, and says nothing of null where it is never null.
    /// </summary>
    public string OfProperty(string parameter, bool isFilledIn) => s_parameter.Replace(
        isFilledIn ? s_null.Replace(parameter, "", 1) : parameter,
        other => $"<see cref=\"P:{_name}.{CodeText.Capital(other.Groups[1].Value)}\" />");

    private IEnumerable<XElement> Candidates(IMethodSymbol constructor)
    {
        if (!_constructors.TryGetValue(constructor, out XElement? own) || own is null) yield break;
        yield return own;
        if (own.Element("inheritdoc") is null) yield break;
        foreach (XElement? other in _constructors.Values)
            if (other is not null && other != own) yield return other;
    }

    private static XElement? Parsed(ISymbol symbol, CancellationToken stop)
    {
        string? text = symbol.GetDocumentationCommentXml(cancellationToken: stop);
        if (string.IsNullOrWhiteSpace(text)) return null;
        try
        {
            return XElement.Parse(text, LoadOptions.PreserveWhitespace);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    // A reference that the compiler does not find here is one to a property that is written.
    private string Inner(XElement element)
    {
        foreach (XAttribute reference in element.Descendants().Attributes("cref")
            .Where(c => c.Value.StartsWith("!:", StringComparison.Ordinal)))
            reference.Value = $"P:{_name}.{reference.Value.Substring(2)}";
        return s_space.Replace(string.Concat(element.Nodes().Select(n => n.ToString(SaveOptions.DisableFormatting))), " ").Trim();
    }
}
