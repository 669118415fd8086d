using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Fashion.Keras.Generators;

/// <summary>
/// Writes for every class with [KerasLayer], from its public constructors: the fluent methods, the way out of a config and into it, the
/// properties that it leaves out, and its row in the table of layers. What the class declares is not written.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class LayerGenerator : IIncrementalGenerator
{
    /// <summary>The name of the step whose outputs are the layers, for tests.</summary>
    internal const string Layers = nameof(Layers);

    /// <summary>The marker.</summary>
    internal const string Marker = "Fashion.Keras.Layers.KerasLayerAttribute";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<LayerResult> results = context.SyntaxProvider.ForAttributeWithMetadataName(Marker,
            (node, _) => node is ClassDeclarationSyntax, (marked, stop) => LayerReader.Read(marked, stop));
        context.RegisterSourceOutput(results.SelectMany((result, _) => result.Findings), (output, finding) =>
            output.ReportDiagnostic(finding.ToDiagnostic()));
        IncrementalValuesProvider<LayerModel> layers = results.Where(result => result.Layer is not null)
            .Select((result, _) => result.Layer!).WithTrackingName(Layers);
        context.RegisterSourceOutput(layers, Write);
        context.RegisterSourceOutput(layers.Collect(), WriteTable);
    }

    private static void Write(SourceProductionContext output, LayerModel layer)
    {
        if (layer.HasPart) Add(output, $"{layer.Name}.g.cs", LayerPart.Of(layer));
        if (layer.Methods.Count > 0) Add(output, $"LayerMethods.{layer.Name}.g.cs", FluentMethods.Of(layer));
    }

    private static void WriteTable(SourceProductionContext output, ImmutableArray<LayerModel> layers)
    {
        if (layers.IsEmpty) return;
        foreach (IGrouping<string, LayerModel> same in layers.GroupBy(l => l.KerasName).Where(g => g.Count() > 1))
            output.ReportDiagnostic(Diagnostic.Create(Rules.SameName, Location.None, same.First().Name, same.Last().Name, same.Key));
        Add(output, "LayerTable.g.cs", LayerRows.Of(layers));
    }

    private static void Add(SourceProductionContext output, string file, string code) =>
        output.AddSource(file, SourceText.From(code, Encoding.UTF8));
}
