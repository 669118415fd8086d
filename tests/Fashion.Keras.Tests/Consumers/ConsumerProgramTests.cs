namespace Fashion.Keras.Tests.Consumers;

/// <summary>Programs written on the public API alone compile and run unchanged against the packed library.</summary>
[Trait("Category", "Slow")]
public sealed class ConsumerProgramTests(PackedLibrary library) : IClassFixture<PackedLibrary>
{
    [Theory]
    [InlineData("04-functional", "step 2: loss")]
    [InlineData("05-extend", "parameters 13")]
    [InlineData("06-errors", "all clear")]
    public void Program_OnSmallData_RunsToItsEnd(string program, string prints) =>
        Assert.Contains(prints, library.BuildAndRun(program), StringComparison.Ordinal);

    // These train on all of Fashion-MNIST, so running them is the business of the samples.
    [Theory]
    [InlineData("01-tutorial")]
    [InlineData("02-checkpoint")]
    [InlineData("03-cnn-fluent")]
    public void Program_OnFashionMnist_Compiles(string program) => Assert.True(File.Exists(Path.Combine(library.Build(program), "out", "Consumer.dll")));
}
