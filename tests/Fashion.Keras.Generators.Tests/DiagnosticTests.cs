using Microsoft.CodeAnalysis;

namespace Fashion.Keras.Generators.Tests;

/// <summary>What keeps a layer from being written is an error that says what to do.</summary>
public sealed class DiagnosticTests
{
    [Theory]
    [InlineData("FKG001", "class A : Layer", "public A() { }")]
    [InlineData("FKG001", "partial class A<T> : Layer", "public A() { }")]
    [InlineData("FKG002", "partial class A : Layer", "internal A() { }")]
    [InlineData("FKG003", "partial class A : Layer",
        "/// <param name=\"x\">.</param>\npublic A(object x) { } public override void WriteConfig(ConfigWriter c) { }")]
    [InlineData("FKG003", "partial class A : Layer", "/// <param name=\"x\">.</param>\npublic A(int? x = 3) => X = x;")]
    [InlineData("FKG004", "partial class A : Layer", "/// <param name=\"x\">.</param>\npublic A(int x) { } public Shape[]? X { get; }")]
    [InlineData("FKG005", "partial class A : Layer", "/// <param name=\"x\">.</param>\npublic A(int x) { }")]
    [InlineData("FKG006", "partial class A : Layer", "public A(int x) => X = x;")]
    public void Layer_ThatCannotBeWritten_IsAnError(string id, string type, string constructor)
    {
        GeneratorRun run = new GeneratorRun().With("A.cs", Usings.Before($$"""
            /// <summary>A layer.</summary>
            [KerasLayer]
            public {{type}}
            {
                {{constructor}}
            }
            """));
        Diagnostic error = Assert.Single(run.Result.Diagnostics);
        Assert.Equal((id, DiagnosticSeverity.Error, "A.cs"), (error.Id, error.Severity, error.Location.GetLineSpan().Path));
        Assert.StartsWith("A", error.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Empty(run.Result.GeneratedSources);
    }

    [Fact]
    public void TwoLayers_WithOneNameInFiles_AreAnError()
    {
        GeneratorRun run = new GeneratorRun().With("A.cs", Usings.Before("""
            [KerasLayer, WithoutMethod]
            public partial class A : Layer { public A() { } }
            [KerasLayer("A"), WithoutMethod]
            public partial class B : Layer { public B() { } }
            """));
        Assert.Equal("FKG007", Assert.Single(run.Result.Diagnostics).Id);
    }
}
