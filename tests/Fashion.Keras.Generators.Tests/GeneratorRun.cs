using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Fashion.Keras.Generators.Tests;

/// <summary>The generator over a piece of code next to <see cref="LibraryStub"/>.</summary>
internal sealed class GeneratorRun
{
    private static readonly CSharpParseOptions s_options = new(LanguageVersion.Latest, DocumentationMode.Parse);

    private static readonly ImmutableArray<MetadataReference> s_framework =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(file => Path.GetFileName(file) is "System.Runtime.dll" or "System.Private.CoreLib.dll" or "System.Collections.dll")
            .Select(file => MetadataReference.CreateFromFile(file))];

    private GeneratorDriver _driver = CSharpGeneratorDriver.Create([new LayerGenerator().AsSourceGenerator()], parseOptions: s_options,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    private CSharpCompilation _code = CSharpCompilation.Create("Layers", [Tree("Library.cs", LibraryStub.Code)], s_framework,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>What the compiler says of the code with all that was written for it, but for missing documentation.</summary>
    public IReadOnlyList<string> Complaints { get; private set; } = [];

    /// <summary>The result of the last run.</summary>
    public GeneratorRunResult Result => _driver.GetRunResult().Results.Single();

    /// <summary>Puts a file in the place of the one of its name, or adds it, and runs the generator.</summary>
    public GeneratorRun With(string file, string code)
    {
        SyntaxTree tree = Tree(file, code);
        _code = _code.SyntaxTrees.FirstOrDefault(t => t.FilePath == file) is { } old
            ? _code.ReplaceSyntaxTree(old, tree)
            : _code.AddSyntaxTrees(tree);
        _driver = _driver.RunGeneratorsAndUpdateCompilation(_code, out Compilation all, out _);
        Complaints = [.. all.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning && d.Id != "CS1591")
            .Select(d => d.ToString())];
        return this;
    }

    /// <summary>All that was written, file after file.</summary>
    public string Text() => string.Join("\n", Result.GeneratedSources.OrderBy(s => s.HintName, StringComparer.Ordinal)
        .Select(s => $"=== {s.HintName}\n{s.SourceText}"));

    /// <summary>Why the outputs of all steps that write files, and of those that read layers, are as they are.</summary>
    public IReadOnlyList<IncrementalStepRunReason> Reasons() =>
        [.. Result.TrackedOutputSteps.SelectMany(step => step.Value)
            .Concat(Result.TrackedSteps[LayerGenerator.Layers]).SelectMany(step => step.Outputs).Select(output => output.Reason)];

    private static SyntaxTree Tree(string file, string code) => CSharpSyntaxTree.ParseText(code, s_options, file);
}
