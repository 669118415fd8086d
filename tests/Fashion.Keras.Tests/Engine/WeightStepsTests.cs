using Fashion.Keras.Engine;
using Fashion.Keras.Kernels;
using Fashion.Keras.Layers;
using Fashion.Keras.Training;

namespace Fashion.Keras.Tests.Engine;

/// <summary>What follows from weights alone is computed before the layers, where weights stay as they are.</summary>
public sealed unsafe class WeightStepsTests
{
    [Fact]
    public void Compile_PredictionWithTransformedKernels_TransformsThemFirst()
    {
        // Input, transformations, then the layers as one phase.
        Plan plan = PlanOf(Model());
        Assert.Equal([0, 1, 2], Transformations(plan));
        // Guards compare whole arrays, so no slot is local where they are.
        Assert.True(KernelGuard.IsActive || Enumerable.Range(0, plan.Phases).Any(phase => plan.Local.Of(phase).Length >= 3));
    }

    [Fact]
    public void First_PlanThatChangesAVariable_KeepsItsOrder()
    {
        Slot weight = new(0, SlotKind.Variable, 1), input = new(1, SlotKind.Arena, 8), transformed = new(2, SlotKind.Arena, 8);
        PlanStep[] steps = [Step(Access.Write(input)), Step(Access.Read(weight), Access.Write(transformed)), Step(Access.Write(weight))];
        Assert.Equal(steps, WeightSteps.First(steps));
    }

    [Fact]
    public void First_StepsOfManyFloats_StayWhereTheyAre()
    {
        var weight = new Slot(0, SlotKind.Variable, 1);
        Slot input = new(1, SlotKind.Arena, 8), small = new(2, SlotKind.Arena, 8), large = new(3, SlotKind.Arena, 1 << 21);
        PlanStep feed = Step(Access.Write(input)), makesLarge = Step(Access.Read(weight), Access.Write(large)),
            makesSmall = Step(Access.Read(weight), Access.Write(small)), again = Step(Access.Read(weight), Access.Write(input));
        Assert.Equal([makesSmall, feed, makesLarge, again], WeightSteps.First([feed, makesLarge, makesSmall, again]));
    }

    private static SharedStep Step(params Access[] accesses) => new(Partition.Single, (_, _, _, _) => { }, accesses);

    private static IEnumerable<int> Transformations(Plan plan) =>
        from i in Enumerable.Range(0, plan.Steps.Count)
        where plan.Steps[i].Accesses is [{ Slot.Kind: SlotKind.Variable, Writes: false }, { Writes: true }]
        select i;

    // Small enough for what is dead after the layers, the input and the kernels, to be worth no barrier.
    private static Sequential Model() => new Sequential().Input(12, 12, 16).Conv2D(16, 3, padding: Padding.Same, activation: "relu")
        .Conv2D(16, 3, padding: Padding.Same, activation: "relu").Conv2D(16, 3, padding: Padding.Same).GlobalAveragePooling2D();

    private static Plan PlanOf(Sequential model)
    {
        model.Options = new ModelOptions { Threads = 2 };
        return ((Executable)model.Trainer.Steps.Get(new StepKey(StepKind.Predict, [[12, 12, 12, 16]])).Executable).Plan;
    }
}
