using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fashion.Keras.Generators;

/// <summary>Takes from a class what is written for it.</summary>
internal sealed class LayerReader
{
    private const string Layer = "Fashion.Keras.Layers.Layer";
    private const string WithoutMethod = "Fashion.Keras.Layers.WithoutMethodAttribute";
    private const string ConfigName = "Fashion.Keras.Layers.ConfigNameAttribute";
    private const string Priority = "System.Runtime.CompilerServices.OverloadResolutionPriorityAttribute";

    private readonly INamedTypeSymbol _type;
    private readonly IMethodSymbol[] _constructors;
    private readonly Documentation _documentation;
    private readonly List<Finding> _findings = [];
    private readonly CancellationToken _stop;

    private LayerReader(INamedTypeSymbol type, CancellationToken stop)
    {
        (_type, _stop) = (type, stop);
        _constructors = [.. type.InstanceConstructors
            .Where(c => c.DeclaredAccessibility == Accessibility.Public && !c.IsImplicitlyDeclared)];
        _documentation = Documentation.Of(type, stop);
    }

    /// <summary>What is written for a class with the marker.</summary>
    public static LayerResult Read(GeneratorAttributeSyntaxContext marked, CancellationToken stop)
    {
        var type = (INamedTypeSymbol)marked.TargetSymbol;
        var declaration = (ClassDeclarationSyntax)marked.TargetNode;
        var reader = new LayerReader(type, stop);
        LayerModel? layer = null;
        if (!declaration.Modifiers.Any(SyntaxKind.PartialKeyword) || type.ContainingType is not null || type.IsGenericType)
            reader.Report(Rules.NotPartial, declaration.Identifier.GetLocation(), type.Name);
        else if (reader._constructors.Length == 0)
            reader.Report(Rules.NoConstructor, declaration.Identifier.GetLocation(), type.Name);
        else layer = reader.Model(marked.Attributes[0].ConstructorArguments.FirstOrDefault().Value as string ?? type.Name);
        return new(reader._findings.Count == 0 ? layer : null, new(reader._findings));
    }

    private LayerModel Model(string kerasName)
    {
        IMethodSymbol constructor = _constructors[0];
        IParameterSymbol[] arguments = [.. constructor.Parameters.Where(p => p.Name is not ("inputShape" or "name"))];
        IMethodSymbol? reads = _type.GetMembers("FromConfig").OfType<IMethodSymbol>().FirstOrDefault();
        KeptArgument[] kept = [.. arguments.Select(PropertyOf)];
        ArgumentModel[] writing = reads is null && Writes()
            ? [.. arguments.Zip(kept, Writing).OfType<ArgumentModel>()]
            : [];
        return new LayerModel(_type.ContainingNamespace.ToDisplayString(), _type.Name, kerasName,
            reads is { Parameters.Length: > 1 },
            new(Methods()),
            new(kept.Select(k => k.Written).OfType<PropertyModel>()),
            reads is null ? new([.. constructor.Parameters.Select(Reading).OfType<ArgumentModel>()]) : null,
            Bases(_type).Any(b => Has(b, LayerGenerator.Marker)),
            new(writing));
    }

    // A fluent method per public constructor, unless the class or the constructor is marked.
    private IEnumerable<MethodModel> Methods() =>
        from constructor in _constructors
        where !Has(_type, WithoutMethod) && !Has(constructor, WithoutMethod)
        select new MethodModel(_documentation.Summary, new(_documentation.Notes(constructor)),
            constructor.GetAttributes().FirstOrDefault(a => a.AttributeClass?.ToDisplayString() == Priority)
                ?.ConstructorArguments[0].Value as int?,
            new(constructor.Parameters.Where(p => p.Name != "inputShape")
                .Select(p => new ParameterModel(p.Name, CodeText.Parameter(p), DocumentationOf(p)))));

    private string DocumentationOf(IParameterSymbol parameter)
    {
        string? text = _documentation.Of(parameter);
        if (text is null && _documentation.IsThere) Report(Rules.NoDocumentation, parameter, _type.Name, parameter.Name);
        return text ?? "";
    }

    // The property of an argument: one that the class or a base class has, or else one that a constructor assigns. Its name may have other
    // capitals (stddev, StdDev).
    private KeptArgument PropertyOf(IParameterSymbol parameter)
    {
        foreach (INamedTypeSymbol type in Bases(_type).Prepend(_type))
            if (type.GetMembers().OfType<IPropertySymbol>().FirstOrDefault(p => IsNamed(p.Name, parameter)) is { } property)
                return new(property.Name, property.Type,
                    !SymbolEqualityComparer.Default.Equals(type, _type) && type.ToDisplayString() != Layer);
        if (Assigned(parameter) is not { } assigned) return new(null, null);
        ITypeSymbol given = assigned.IsFilledIn ? CodeText.WithoutNull(parameter.Type) : parameter.Type,
            kept = CodeText.ChoiceOf(given) ?? given;
        string documentation = _documentation.OfProperty(DocumentationOf(parameter), assigned.IsFilledIn);
        return new(assigned.Name, kept, Written: new(assigned.Name, CodeText.Type(kept), documentation));
    }

    // The property that a constructor assigns, and whether it has another value for null; null where none does.
    private (string Name, bool IsFilledIn)? Assigned(IParameterSymbol parameter)
    {
        foreach (SyntaxReference reference in _type.InstanceConstructors.SelectMany(c => c.DeclaringSyntaxReferences))
            foreach ((ExpressionSyntax left, ExpressionSyntax right) in
                reference.GetSyntax(_stop).DescendantNodes().OfType<AssignmentExpressionSyntax>().SelectMany(Pairs))
                if (left is IdentifierNameSyntax { Identifier.ValueText: var name } && char.IsUpper(name[0]) && IsNamed(name, parameter))
                    return (name, right.DescendantNodesAndSelf().OfType<BinaryExpressionSyntax>().Any(b =>
                        b.IsKind(SyntaxKind.CoalesceExpression) && b.Left.ToString() == parameter.Name));
        return null;
    }

    private static bool IsNamed(string property, IParameterSymbol parameter) =>
        property.Equals(parameter.Name, StringComparison.OrdinalIgnoreCase);

    // An initializer of another object assigns the properties of that.
    private static IEnumerable<(ExpressionSyntax Left, ExpressionSyntax Right)> Pairs(AssignmentExpressionSyntax assignment) =>
        assignment.Parent is InitializerExpressionSyntax ? [] :
        assignment is { Left: TupleExpressionSyntax left, Right: TupleExpressionSyntax right }
            && left.Arguments.Count == right.Arguments.Count
            ? left.Arguments.Zip(right.Arguments, (l, r) => (l.Expression, r.Expression))
            : [(assignment.Left, assignment.Right)];

    private ArgumentModel? Reading(IParameterSymbol parameter)
    {
        if (parameter.Name == "inputShape") return null;
        if (parameter.Name == "name") return new("name", "config.Name()");
        if (ConfigForms.Read(parameter, KeyOf(parameter)) is { } code) return new(parameter.Name, code);
        Report(Rules.CannotRead, parameter, _type.Name, parameter.Name, CodeText.Short(parameter.Type));
        return null;
    }

    private ArgumentModel? Writing(IParameterSymbol parameter, KeptArgument kept)
    {
        // What a base class keeps, it writes; but what any layer can have, only a layer writes that takes it as an argument.
        if (kept.IsInherited) return null;
        if (kept is not { Name: { } name, Type: { } type })
            Report(Rules.NoProperty, parameter, _type.Name, parameter.Name, CodeText.Capital(parameter.Name));
        else if (ConfigForms.Write(type, KeyOf(parameter), name) is { } code) return new(name, code);
        else Report(Rules.CannotWrite, parameter, _type.Name, name, CodeText.Short(type));
        return null;
    }

    // A class that reads its config itself also writes it, or leaves that to its base class.
    private bool Writes()
    {
        if (_type.GetMembers("WriteConfig").Length > 0) return false;
        IMethodSymbol? inherited = Bases(_type).SelectMany(b => b.GetMembers("WriteConfig")).OfType<IMethodSymbol>().FirstOrDefault();
        return inherited?.IsSealed != true;
    }

    private static string KeyOf(IParameterSymbol parameter) =>
        parameter.GetAttributes().FirstOrDefault(a => a.AttributeClass?.ToDisplayString() == ConfigName)
            ?.ConstructorArguments[0].Value as string ?? CodeText.SnakeCase(parameter.Name);

    private static IEnumerable<INamedTypeSymbol> Bases(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? above = type.BaseType; above is not null; above = above.BaseType) yield return above;
    }

    private static bool Has(ISymbol symbol, string attribute) =>
        symbol.GetAttributes().Any(a => a.AttributeClass?.ToDisplayString() == attribute);

    private void Report(DiagnosticDescriptor rule, ISymbol symbol, params string[] words) =>
        Report(rule, symbol.Locations.FirstOrDefault(), words);

    private void Report(DiagnosticDescriptor rule, Location? location, params string[] words)
    {
        var finding = Finding.At(rule, location, words);
        if (!_findings.Contains(finding)) _findings.Add(finding);
    }
}
