using Fashion.Keras.Tests.RealData;

namespace Fashion.Keras.Tests.Consumers;

/// <summary>Programs written on the public API alone compile and run unchanged against the packed library.</summary>
[Collection(RealDataTests.Name)]
[Trait("Category", "Slow")]
public sealed class ConsumerProgramTests(PackedLibrary library, FashionMnistData data) : IClassFixture<PackedLibrary>
{
    [Theory]
    [InlineData("04-functional", "step 2: loss")]
    [InlineData("05-extend", "parameters 13")]
    [InlineData("06-errors", "all clear")]
    [InlineData("07-optimizer", "Momentum after 240 steps with 2 variables: good")]
    public void Program_OnSmallData_RunsToItsEnd(string program, string prints) =>
        Assert.Contains(prints, library.BuildAndRun(program), StringComparison.Ordinal);

    [Theory]
    [InlineData("01-tutorial", "Test accuracy: 0.8", null)]
    [InlineData("02-checkpoint", ": early stopping", "best_model.h5")]
    [InlineData("03-cnn-fluent", "first test image: Ankle boot", "final.keras")]
    public void Program_OnFashionMnist_RunsToItsEnd(string program, string prints, string? writes)
    {
        data.Require();
        string folder = library.Build(program);
        string output = PackedLibrary.Run(folder);
        Assert.Contains(prints, output, StringComparison.Ordinal);
        Assert.DoesNotContain(output, c => char.IsControl(c) && c != '\n');
        if (writes is not null) Assert.True(File.Exists(Path.Combine(folder, writes)));
    }
}
