using Fashion.Keras.Engine;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Engine;

/// <summary>
/// The tests of numbers once more on narrower vectors: in child processes in which the runtime is told not to use AVX-512, or
/// not even AVX2 (the portable path, which other processors take as well).
/// </summary>
public sealed class VectorWidthTests
{
    private const string ExpectedBits = "FASHION_KERAS_EXPECTED_VECTOR_BITS";

    private static readonly string[] Classes =
    [
        typeof(VectorWidthTests).FullName!, typeof(OperationAgreementTests).FullName!, typeof(EngineAgreementTests).FullName!,
        typeof(Layers.GoldenLayerTests).FullName!,
        typeof(Optimizers.GoldenOptimizerTests).FullName!, typeof(Losses.GoldenLossTests).FullName!,
        typeof(Training.GoldenTrainingTests).FullName!, typeof(Graph.SpecialNumberTests).FullName!,
        .. typeof(Kernels.KernelContract).Assembly.GetTypes()
            .Where(t => typeof(Kernels.KernelContract).IsAssignableFrom(t) && !t.IsAbstract).Select(t => t.FullName!),
    ];

    [Theory]
    [InlineData("DOTNET_EnableAVX512", 256)]
    [InlineData("DOTNET_EnableAVX2", 128)]
    public async Task NumberTests_WithoutInstructionSet_Pass(string setting, int bits)
    {
        Assert.SkipUnless(System.Runtime.Intrinsics.X86.Avx2.IsSupported,
            "This processor has no instruction set that could be switched off.");
        Assert.SkipWhen(Environment.GetEnvironmentVariable(ExpectedBits) is not null, "This is the child.");
        ChildTests.Result child =
            await ChildTests.Run(Classes.SelectMany(c => (string[])["-class", c]), (setting, "0"), (ExpectedBits, $"{bits}"));
        Assert.True(child.ExitCode == 0,
            $"exit code {child.ExitCode}\n{child.Errors}\n{child.Output[^Math.Min(child.Output.Length, 4000)..]}");
        Assert.Matches(@"Total: [1-9]\d{2,},", child.Output);
    }

    [Fact]
    public void Description_InAChild_SaysTheWidth()
    {
        string? expected = Environment.GetEnvironmentVariable(ExpectedBits);
        Assert.SkipWhen(expected is null, "Only the child is told what to expect.");
        Assert.Contains($"{expected}-bit vectors", new ManagedEngine().Description, StringComparison.Ordinal);
    }
}
