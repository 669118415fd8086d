using Microsoft.CodeAnalysis;

namespace Fashion.Keras.Generators.Tests;

/// <summary>An edit runs only what depends on it.</summary>
public sealed class IncrementalTests
{
    private const string Layer = """
        /// <summary>Two of them.</summary>
        [KerasLayer]
        public partial class Twice : Layer
        {
            /// <param name="units">Number of outputs.</param>
            public Twice(int units) => Units = units;

            private int Sum() => Units + 1;
        }
        """;

    [Fact]
    public void OtherFile_RunsNothing()
    {
        GeneratorRun run = new GeneratorRun().With("Twice.cs", Usings.Before(Layer)).With("Other.cs", "internal class Other;");
        Assert.NotEmpty(run.Reasons());
        Assert.All(run.Reasons(), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
        Assert.All(Outputs(run.With("Other.cs", "internal class Another;")), reason =>
            Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Fact]
    public void BodyOfAMethod_WritesNothing()
    {
        GeneratorRun run = new GeneratorRun().With("Twice.cs", Usings.Before(Layer))
            .With("Twice.cs", Usings.Before("// A line more.\n" + Layer.Replace("Units + 1", "Units + 2", StringComparison.Ordinal)));
        Assert.All(Outputs(run), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Fact]
    public void Documentation_OfAnArgument_IsWritten()
    {
        GeneratorRun run = new GeneratorRun().With("Twice.cs", Usings.Before(Layer))
            .With("Twice.cs", Usings.Before(Layer.Replace("Number of outputs", "How many", StringComparison.Ordinal)));
        Assert.Contains(IncrementalStepRunReason.Modified, Outputs(run));
        Assert.Contains("<param name=\"units\">How many.</param>", run.Text(), StringComparison.Ordinal);
    }

    private static IEnumerable<IncrementalStepRunReason> Outputs(GeneratorRun run) =>
        run.Result.TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(step => step.Outputs).Select(output => output.Reason);
}
