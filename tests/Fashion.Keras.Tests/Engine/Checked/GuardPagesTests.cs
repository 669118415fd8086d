using Fashion.Keras.Engine;
using Fashion.Keras.Tests.Engine.Architectures;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Engine.Checked;

/// <summary>
/// The same checks with every slot, scratch memory and feed between pages that must not be touched: reading so much as one float outside of
/// what a slot promises (its elements up to the next multiple of 16) ends the process. So it is a child process, which writes down what it
/// is at.
/// </summary>
public sealed class GuardPagesTests : IDisposable
{
    private const string ProgressVariable = "FASHION_KERAS_GUARD_PROGRESS";
    private const int Architectures = 12;

    private readonly TemporaryFolder _folder = new();

    private string Progress => _folder.File("progress");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("DOTNET_EnableAVX512", "1")]
    [InlineData("DOTNET_EnableAVX512", "0")]
    [InlineData("DOTNET_EnableAVX2", "0")]
    public async Task Run_ManyGraphsBetweenGuardPages_EndsWell(string setting, string value)
    {
        SkipWithoutPages();
        ChildTests.Result child = await RunChild(nameof(RunManyGraphs_AsChild), (setting, value));
        Assert.True(child.ExitCode == 0,
            $"ended with code {child.ExitCode} at {ProgressFile.Read(Progress)}\n{child.Output}\n{child.Errors}");
        Assert.Contains("Total: 1,", child.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(ReadAfterTheEnd_AsChild))]
    [InlineData(nameof(ReadInFront_AsChild))]
    public async Task Run_StepThatReadsOutside_EndsTheProcessAndIsNamed(string method)
    {
        SkipWithoutPages();
        ChildTests.Result child = await RunChild(method, ("DOTNET_DbgEnableMiniDump", "0"));
        Assert.NotEqual(0, child.ExitCode);
        Assert.StartsWith("wrong step: step 1", ProgressFile.Read(Progress), StringComparison.Ordinal);
    }

    [Fact]
    public void RunManyGraphs_AsChild()
    {
        using ProgressFile progress = Child();
        // On narrower vectors as well, but once.
        int[] workers = new ManagedEngine().Description.Contains("512-bit", StringComparison.Ordinal) ? [1, 3] : [3];
        var engine = new CheckedEngine(workers, pages: true) { Starting = progress.Write };
        foreach (string name in EngineModels.Names)
            foreach (bool fusion in (bool[])[true, false])
            {
                progress.Subject = $"model '{name}'{(fusion ? ", fused" : "")}";
                CheckedGraphs.Small(name, engine, fusion);
            }
        foreach (string name in CheckedGraphs.WriteUp.Except(["wide", "attempt4"]))
        {
            progress.Subject = $"write-up '{name}'";
            CheckedGraphs.OfWriteUp(name, engine);
        }
        foreach (TheoryDataRow<string> name in GoldenCase.Names("layer"))
        {
            progress.Subject = $"golden layer '{name.Data}'";
            CheckedGraphs.Golden(name.Data, engine);
        }
        for (int seed = 1; seed <= Architectures; seed++)
        {
            progress.Subject = $"architecture of seed {seed}";
            Outcome.Of(seed, engine);
        }
    }

    [Fact]
    public void ReadAfterTheEnd_AsChild() => RunWrong(48);

    [Fact]
    public void ReadInFront_AsChild() => RunWrong(-1);

    private static unsafe void RunWrong(int element)
    {
        using ProgressFile progress = Child();
        progress.Subject = "wrong step";
        Slot x = new(0, SlotKind.Arena, 48), y = new(1, SlotKind.Arena, 48) { IsOutput = true };
        PlanStep[] steps =
        [
            new SharedStep(Partition.Single, (frame, _, _, _) => new Span<float>(frame[x], 48).Clear(), Access.Write(x, Partition.Single)),
            new SharedStep(Partition.Single, (frame, _, _, _) => new Span<float>(frame[y], 48).Fill(0 * frame[x][element]), Access.Read(x),
                Access.Write(y, Partition.Single)),
        ];
        new CheckedPlan(new Plan(steps, [x, y], [y], 0, 0, 1, profile: false), pages: true) { Starting = progress.Write }.Run([], [], 0);
    }

    private static void SkipWithoutPages() =>
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS() || OperatingSystem.IsWindows(),
            "Pages cannot be protected on this system.");

    private static ProgressFile Child()
    {
        string? path = Environment.GetEnvironmentVariable(ProgressVariable);
        Assert.SkipWhen(path is null, "Only run in a process of its own.");
        return new ProgressFile(path!);
    }

    private Task<ChildTests.Result> RunChild(string method, params (string, string)[] environment) =>
        ChildTests.Run(["-method", $"{typeof(GuardPagesTests).FullName}.{method}"], [(ProgressVariable, Progress), .. environment]);
}
