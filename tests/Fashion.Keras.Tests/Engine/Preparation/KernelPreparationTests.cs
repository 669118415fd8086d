using Fashion.Keras.Engine;
using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;
using Fashion.Keras.Tests.Engine.Checked;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Engine.Preparation;

/// <summary>Code of kernels that is compiled before a step calls it.</summary>
public sealed class KernelPreparationTests
{
    private const string IsChild = "FASHION_KERAS_PREPARATION_CHILD";

    [Fact]
    public async Task Run_AfterPreparation_CompilesNoKernel()
    {
        // Without tiers nothing is compiled a second time, which would look the same.
        ChildTests.Result child = await ChildTests.Run(
            ["-method", $"{typeof(KernelPreparationTests).FullName}.{nameof(RunManyGraphs_AsChild)}"], (IsChild, "1"),
            ("DOTNET_TieredCompilation", "0"));
        Assert.True(child.ExitCode == 0, $"exit code {child.ExitCode}\n{child.Output}\n{child.Errors}");
        Assert.Contains("Total: 1,", child.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void RunManyGraphs_AsChild()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable(IsChild) is null, "Other tests compile kernels, too.");
        Assert.SkipWhen(Environment.ProcessorCount == 1, "A single processor prepares nothing.");
        using var log = new CompilationLog();
        var engine = new PreparedEngine();
        foreach (string name in EngineModels.Names) Check(name, () => CheckedGraphs.Small(name, engine, fusion: true));
        foreach (string name in EngineModels.Names) Check($"{name}, not fused", () => CheckedGraphs.Small(name, engine, fusion: false));
        foreach (string name in CheckedGraphs.WriteUp) Check(name, () => CheckedGraphs.OfWriteUp(name, engine));
        foreach (TheoryDataRow<string> name in GoldenCase.Names("layer")) Check(name.Data, () => CheckedGraphs.Golden(name.Data, engine));
        log.AwaitPastEvents();
        Assert.True(engine.Runs.Count > 100);
        int all = log.Between(DateTime.MinValue, DateTime.MaxValue).Length;
        Assert.True(all > 50, $"The runtime tells of {all} kernels only.");
        // A plan does not know of what type the caller's data will be.
        string[] late =
        [
            .. from run in engine.Runs
               from method in log.Between(run.Start, run.End)
               where !method.StartsWith(nameof(ToFloat), StringComparison.Ordinal)
               select $"{run.Subject}: {method}",
        ];
        Assert.True(late.Length == 0, $"{late.Length} of {all} kernels are compiled in a run:\n{string.Join("\n", late)}");

        void Check(string name, Action run)
        {
            engine.Subject = name;
            run();
        }
    }

    [Fact]
    public void Start_GraphsOfAllKinds_MeetsNoException()
    {
        foreach (string name in EngineModels.Names)
        {
            var (model, x, y) = EngineModels.Make(name, new ModelOptions { Threads = 1 });
            model.TrainOnBatch(x, y);
        }
        KernelPreparation.StartCommon();
        AwaitIdle();
        Assert.DoesNotContain(KernelPreparation.Failures, e => e is not WantedException);
    }

    [Fact]
    public unsafe void Start_CodeThatThrows_KeepsTheProcessAndGoesOn()
    {
        bool reached = false;
        KernelPreparation.Start(
            KernelCode.All(KernelCode.OfRunning(_ => throw new WantedException()), KernelCode.OfRunning(_ => reached = true)));
        AwaitIdle();
        Assert.True(reached);
        Assert.Contains(KernelPreparation.Failures, e => e is WantedException);
    }

    [Fact]
    public void Compile_MethodThatDoesNotExist_Throws() =>
        Assert.Throws<MissingMethodException>(() => KernelCode.Of(typeof(Tile), "Nothing").ForEach(piece => piece.Compile()));

    [Fact]
    public void CodeOf_AnyFunction_CanBeCompiled()
    {
        foreach (UnaryKind kind in Enum.GetValues<UnaryKind>()) UnaryDispatch.CodeOf(kind).Compile();
        foreach (BinaryKind kind in Enum.GetValues<BinaryKind>()) BinaryDispatch.CodeOf(kind).Compile();
    }

    private static void AwaitIdle()
    {
        KernelPreparation.Help();
        Assert.True(SpinWait.SpinUntil(() => KernelPreparation.IsIdle, TimeSpan.FromSeconds(60)));
    }

    private sealed class WantedException : Exception;
}
