using Fashion.Keras.Data;
using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>
/// Lowers recurrent loops. Samples are shared out, and every worker takes its own through all steps. The recurrent kernel is read in
/// panels; the way back reads it transposed, which a step of its own makes once per run.
/// </summary>
internal sealed unsafe class RecurrentLoopLowering : Lowering<RecurrentLoopOp>
{
    // Samples for which the recurrent kernel is read in every step.
    private const int SamplesAtOnce = 32;

    protected override void Lower(RecurrentLoopOp op, Node node, PlanBuilder plan) => AddForward(op, node, plan);

    /// <summary>Adds the step of a loop.</summary>
    /// <param name="op">The loop.</param>
    /// <param name="node">Its node.</param>
    /// <param name="plan">Where to add it.</param>
    /// <param name="projection">What says that the loop projects its inputs, and how; null for a loop that gets them projected.</param>
    public static void AddForward(RecurrentLoopOp op, Node node, PlanBuilder plan, ProjectedLoopOp? projection = null)
    {
        RecurrentLoopSizes sizes = SizesOf(op, node) with { Inputs = projection is null ? 0 : node.Inputs[0].Shape[2] };
        Partition batch = Rows.Batch(node.Inputs[0]);
        int hidden = 1, memory = op.States, saved = 1 + op.States;
        Slot inputs = plan[node.Inputs[0]], kernel = KernelOf(node.Inputs[1], plan);
        Slot? inputKernel = projection is null ? null : KernelOf(node.Inputs[projection.KernelInput], plan),
            inputBias = projection is { Bias: true } ? plan[node.Inputs[projection.KernelInput + 1]] : null;
        Slot? h = StartOf(node.Inputs[2], plan), c = op.States > 1 ? StartOf(node.Inputs[3], plan) : null;
        Slot? bias = Optional(op.Bias, op.BiasInput), mask = Optional(op.Mask, op.MaskInput), kept = Optional(op.Kept, op.KeptInput);
        Slot? sequence = Result(0), lastHidden = Result(hidden), lastMemory = op.States > 1 ? Result(memory) : null;
        Slot? gates = op.Saved > 0 ? Result(saved) : null, past = op.Saved > 0 ? Result(saved + 1) : null,
            read = Result(node.Outputs.Length - 1);
        (RecurrentFunctions activation, RecurrentFunctions gate) = (FunctionsOf(op.Activation), FunctionsOf(op.GateActivation));
        plan.Add(new SharedStep(batch, (frame, first, end, scratch) =>
        {
            float* At(Slot? slot) => slot is null ? null : frame[slot];
            RecurrentArrays arrays = new()
            {
                Activation = activation,
                Gate = gate,
                Projected = projection is null ? frame[inputs] : null,
                Inputs = projection is null ? null : frame[inputs],
                InputKernel = At(inputKernel),
                InputBias = At(inputBias),
                Kernel = frame[kernel],
                Hidden = At(h),
                Memory = At(c),
                Bias = At(bias),
                Mask = At(mask),
                Kept = At(kept),
                Sequence = At(sequence),
                Gates = At(gates),
                Saved = At(past),
                Read = At(read),
                LastHidden = At(lastHidden),
                LastMemory = At(lastMemory),
            };
            RecurrentLoop.Forward(sizes with { Rows = end - first }, arrays.From(first, sizes), scratch);
        }, [.. Reads(batch, inputs, h, c, mask, kept), .. Reads(Partition.Any, kernel, bias, inputKernel, inputBias),
            .. Writes(batch, sequence, gates, past, read, lastHidden, lastMemory)])
        {
            Kernels = KernelCode.All(RecurrentLoop.ForwardCode(sizes), CodeOf(op.Activation), CodeOf(op.GateActivation)),
            Scratch = sizes.Scratch,
            Operations = sizes.Operations + sizes.ProjectionOperations,
            Least = SamplesAtOnce,
            Reuses = gates is null || projection is not null ? null : (inputs, gates),
        });

        Slot? Optional(bool given, int input) => given ? plan[node.Inputs[input]] : null;

        Slot? Result(int output) => IsRead(node.Outputs[output], plan) ? plan[node.Outputs[output]] : null;
    }

    /// <summary>Adds the steps of the way back.</summary>
    public static void AddBackward(RecurrentLoopBackwardOp op, Node node, PlanBuilder plan)
    {
        RecurrentLoopOp loop = op.Loop;
        RecurrentLoopSizes sizes = SizesOf(loop, node);
        Partition batch = Rows.Batch(node.Inputs[0]);
        Slot kernel = KernelOf(node.Inputs[1], plan), transposed = plan.Temporary(sizes.TransposedCount);
        plan.Add(new SharedStep(new Partition(Dense.Panels(sizes.Width)), (frame, first, end, _) =>
        {
            for (int panel = first; panel < end; panel++) RecurrentLoop.Transpose(frame[kernel], frame[transposed], sizes, panel);
        }, Access.Read(kernel), Access.Write(transposed)));

        bool isGatedUnit = loop.Kind == RecurrentKind.GatedUnit;
        int at = op.GradientInput;
        Slot? mask = Input(loop.Mask, loop.MaskInput), kept = Input(loop.Kept, loop.KeptInput),
            sequence = Input(loop.Kind != RecurrentKind.LongShortTermMemory, op.SequenceInput);
        Slot? gates = Input(loop.Saved > 0, op.SequenceInput + 1), saved = Input(loop.Saved > 0, op.SequenceInput + 2);
        Slot? h = isGatedUnit ? StartOf(node.Inputs[2], plan) : null, c = loop.States > 1 ? StartOf(node.Inputs[3], plan) : null;
        Slot? gradient = op.Sequence ? plan[node.Inputs[at++]] : null, hidden = op.Hidden ? plan[node.Inputs[at++]] : null,
            memory = op.Memory ? plan[node.Inputs[at]] : null;
        Slot projected = plan[node.Outputs[0]];
        Slot? firstHidden = Result(1), firstMemory = loop.States > 1 ? Result(2) : null, inner = isGatedUnit ? plan[node.Outputs[2]] : null;
        (RecurrentFunctions activation, RecurrentFunctions gate) = (FunctionsOf(loop.Activation), FunctionsOf(loop.GateActivation));
        plan.Add(new SharedStep(batch, (frame, first, end, scratch) =>
        {
            float* At(Slot? slot) => slot is null ? null : frame[slot];
            RecurrentArrays arrays = new()
            {
                Activation = activation,
                Gate = gate,
                Projected = frame[projected],
                Kernel = frame[transposed],
                Hidden = At(h),
                Memory = At(c),
                Mask = At(mask),
                Kept = At(kept),
                Sequence = At(sequence),
                Gates = At(gates),
                Saved = At(saved),
                LastHidden = At(firstHidden),
                LastMemory = At(firstMemory),
                SequenceGradient = At(gradient),
                HiddenGradient = At(hidden),
                MemoryGradient = At(memory),
                Inner = At(inner),
            };
            RecurrentLoop.Backward(sizes with { Rows = end - first }, arrays.From(first, sizes), scratch);
        }, [.. Reads(batch, h, c, mask, kept, sequence, gates, saved, gradient, hidden, memory), Access.Read(transposed),
            .. Writes(batch, projected, inner, firstHidden, firstMemory)])
        {
            Kernels = KernelCode.All(RecurrentLoop.BackwardCode(sizes), CodeOf(loop.Activation), CodeOf(loop.GateActivation)),
            Scratch = sizes.Scratch,
            Operations = sizes.Operations,
            Least = SamplesAtOnce,
            Reuses = gates is null ? null : (gates, projected),
        });

        Slot? Input(bool used, int input) => used ? plan[node.Inputs[input]] : null;

        Slot? Result(int output) => IsRead(node.Outputs[output], plan) ? plan[node.Outputs[output]] : null;
    }

    private static RecurrentLoopSizes SizesOf(RecurrentLoopOp op, Node node) =>
        new(node.Inputs[0].Shape[0], node.Inputs[0].Shape[1], node.Inputs[1].Shape[0], op.Gates, op.Reverse);

    private static Slot KernelOf(Value kernel, PlanBuilder plan)
    {
        Shape shape = kernel.Shape;
        Sizes.Buffer((long)Dense.Panels(shape[1]) * Dense.PanelWidth * shape[0], "A recurrent kernel in panels");
        return plan.Packed(kernel, new PanelLayout(shape[0], shape[1]));
    }

    // Zeros at the start are not read.
    private static Slot? StartOf(Value state, PlanBuilder plan)
    {
        Value source = state;
        while (source.Producer.Op is ReshapeOp or BroadcastOp) source = source.Producer.Inputs[0];
        return source.Producer.Op is ConstantOp { Fill: 0 } ? null : plan[state];
    }

    private static bool IsRead(Value value, PlanBuilder plan) => plan.Graph.Users(value).Count > 0 || plan.Graph.IsOutput(value);

    private static IEnumerable<Access> Reads(Partition partition, params Slot?[] slots) =>
        slots.OfType<Slot>().Select(slot => Access.Read(slot, partition));

    private static IEnumerable<Access> Writes(Partition partition, params Slot?[] slots) =>
        slots.OfType<Slot>().Select(slot => Access.Write(slot, partition));

    private static RecurrentFunctions FunctionsOf(RecurrentFunction function) => function switch
    {
        RecurrentFunction.Tanh => RecurrentFunctions.Of<GateFunctions.Tanh>(),
        RecurrentFunction.Sigmoid => RecurrentFunctions.Of<GateFunctions.Sigmoid>(),
        RecurrentFunction.Relu => RecurrentFunctions.Of<GateFunctions.Relu>(),
        RecurrentFunction.HardSigmoid => RecurrentFunctions.Of<GateFunctions.HardSigmoid>(),
        RecurrentFunction.Linear => RecurrentFunctions.Of<GateFunctions.Linear>(),
        _ => throw new NotSupportedException($"The managed engine has no recurrent function {function}."),
    };

    private static readonly KernelCode?[] Codes = new KernelCode?[(int)RecurrentFunction.HardSigmoid + 1];

    private static KernelCode CodeOf(RecurrentFunction function) => Codes[(int)function] ??= KernelCode.OfRunning(x =>
    {
        RecurrentFunctions functions = FunctionsOf(function);
        functions.Apply(x, x, 16);
        functions.ApplyToSum(x, x, x, 16);
        functions.Slope(x, x, 16);
    });
}
