using Fashion.Keras.Engine;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Tests.Kernels;

/// <summary>
/// All cells both ways: units around whole vectors and panels, with and without masks, factors of the state, given states and gradients,
/// what is not stored, and inputs that the loop projects.
/// </summary>
public sealed unsafe class RecurrentLoopTests : VectorKernelContract
{
    private static readonly (Func<double, double>, Func<double, double>) Tanh = (Math.Tanh, y => 1 - y * y),
        Sigmoid = (Reference.Unary.Sigmoid, y => y * (1 - y)),
        Relu = (Reference.Unary.Relu, y => y > 0 ? 1 : 0), Linear = (x => x, _ => 1),
        HardSigmoid = (x => Math.Clamp(x / 6 + 0.5, 0, 1), y => y is > 0 and < 1 ? 1.0 / 6 : 0);

    internal override Type Kernel => typeof(RecurrentLoop);

    private protected override void Run(KernelCall call)
    {
        foreach (int gates in new[] { 1, 3, 4 })
        {
            foreach (int units in FewLengths)
                Case(call, new(2, 3, units, gates, Reverse: units % 2 == 1), full: units % 3 != 0,
                    RecurrentFunctions.Of<GateFunctions.Tanh>(), Tanh);
            // More samples than are taken together, and the other functions.
            Case(call, new(RecurrentLoop.RowsTogether + 3, 2, 5, gates, false), full: true,
                RecurrentFunctions.Of<GateFunctions.Relu>(), Relu);
            Case(call, new(1, 1, 9, gates, true), full: false,
                RecurrentFunctions.Of<GateFunctions.Linear>(), Linear);
            Case(call, new(3, 0, 4, gates, false), full: true,
                RecurrentFunctions.Of<GateFunctions.HardSigmoid>(), HardSigmoid);
            Case(call, new(2, 4, 8, gates, false), full: true,
                RecurrentFunctions.Of<GateFunctions.HardSigmoid>(), HardSigmoid);
            foreach (int inputs in new[] { 1, 7, 33 })
                Projected(call, new(inputs, 3, 9 + 5 * inputs, gates, Reverse: inputs == 7) { Inputs = inputs }, bias: inputs != 7);
            Projected(call, new(RecurrentLoop.RowsTogether + 3, 2, 4, gates, false) { Inputs = 5 }, bias: true);
        }
    }

    // What a loop gives that projects its inputs is what it gives of projections.
    private static void Projected(KernelCall call, RecurrentLoopSizes s, bool bias)
    {
        int states = s.Rows * s.Units, steps = s.Rows * s.Steps;
        double[] inputs = KernelCall.Numbers(steps * s.Inputs, 1), kernel = KernelCall.Numbers(s.Inputs * s.Width, 2),
            inner = KernelCall.Numbers(s.Units * s.Width, 3), row = KernelCall.Numbers(s.Width, 4), projected = new double[steps * s.Width];
        for (int i = 0; i < projected.Length; i++)
        {
            (int step, int column) = Math.DivRem(i, s.Width);
            projected[i] = bias ? row[column] : 0;
            for (int k = 0; k < s.Inputs; k++) projected[i] += inputs[step * s.Inputs + k] * kernel[k * s.Width + column];
        }
        var twin = new Reference.RecurrentLoop(s.Steps, s.Units, s.Gates, s.Reverse) { Activation = Tanh, Gate = Sigmoid };
        Reference.RecurrentLoopResults y =
            twin.Forward(new Reference.RecurrentLoopInputs(projected, inner, new double[states], new double[states]));
        const double close = 4e-5;
        call.Begin($"loop that projects of {s}, bias {bias}");
        RecurrentArrays arrays = new()
        {
            Activation = RecurrentFunctions.Of<GateFunctions.Tanh>(),
            Gate = RecurrentFunctions.Of<GateFunctions.Sigmoid>(),
            Inputs = call.In(inputs),
            InputKernel = call.In(Panels(kernel, s.Inputs, s.Width)),
            InputBias = bias ? call.In(row) : null,
            Kernel = call.In(Panels(inner, s.Units, s.Width)),
            Sequence = call.Out(y.Sequence, close, close),
            LastHidden = call.Out(y.Hidden, close, close),
        };
        if (s.Gates > 1 && bias) arrays.Gates = call.Out(y.Gates, close, close);
        RecurrentLoop.Forward(s, arrays, call.Scratch(s.Scratch));
        call.End();
    }

    private static void Case(KernelCall call, RecurrentLoopSizes s, bool full, RecurrentFunctions functions,
        (Func<double, double>, Func<double, double>) twins)
    {
        int states = s.Rows * s.Units, sequence = states * s.Steps, all = sequence * s.Gates;
        var twin = new Reference.RecurrentLoop(s.Steps, s.Units, s.Gates, s.Reverse) { Activation = twins, Gate = Sigmoid };
        double[] kernel = KernelCall.Numbers(s.Units * s.Width, 2), projected = KernelCall.Numbers(all, 1);
        double[]? mask = full ? [.. Enumerable.Range(0, s.Rows * s.Steps).Select(i => i % 3 == 1 ? 0.0 : 1)] : null;
        var x = new Reference.RecurrentLoopInputs(projected, kernel, full ? KernelCall.Numbers(states, 3) : new double[states],
            full ? KernelCall.Numbers(states, 4) : new double[states],
            full && s.Gates == 3 ? KernelCall.Numbers(s.Width, 5) : null, mask, full ? KernelCall.Numbers(states, 6) : null);
        Reference.RecurrentLoopResults y = twin.Forward(x);
        double[] panels = Panels(kernel, s.Units, s.Width),
            turned = Panels(Reference.Transpose.Forward(kernel, [s.Units, s.Width], [1, 0]), s.Width, s.Units);
        const double close = 2e-5;

        call.Begin($"transposition of {s}");
        // What fills up the last panel is not written.
        double[] before = [.. Enumerable.Repeat((double)KernelCall.Unwritten, turned.Length)], want = [.. turned];
        int rest = s.Units % Dense.PanelWidth, last = (Dense.Panels(s.Units) - 1) * Dense.PanelWidth * s.Width;
        if (rest != 0)
            for (int i = last; i < want.Length; i++)
                if (i % Dense.PanelWidth >= rest) want[i] = before[i];
        float* from = call.In(panels), to = call.InOut(before, want, 0, 0);
        for (int panel = 0; panel < Dense.Panels(s.Width); panel++) RecurrentLoop.Transpose(from, to, s, panel);
        call.End();

        RecurrentArrays Begin(string name, double[] packed)
        {
            call.Begin($"{name} of {s}, full {full}");
            return new()
            {
                Activation = functions,
                Gate = RecurrentFunctions.Of<GateFunctions.Sigmoid>(),
                Kernel = call.In(packed),
                Hidden = full ? call.In(x.Hidden) : null,
                Memory = full ? call.In(x.Memory!) : null,
                Mask = mask is null ? null : call.In(mask),
                Kept = x.Kept is null ? null : call.In(x.Kept),
            };
        }

        RecurrentArrays forward = Begin("loop", panels);
        forward.Projected = call.In(projected);
        forward.Bias = x.Bias is null ? null : call.In(x.Bias);
        forward.Sequence = call.Out(y.Sequence, close, close);
        if (full) forward.Read = call.Out(y.Read, close, close);
        forward.LastHidden = call.Out(y.Hidden, close, close);
        if (s.Gates > 1 && full)
        {
            forward.Gates = call.Out(y.Gates, close, close);
            forward.Saved = call.Out(y.Saved, close, close);
        }
        if (s.Gates == 4) forward.LastMemory = call.Out(y.Memory, close, close);
        RecurrentLoop.Forward(s, forward, call.Scratch(s.Scratch));
        call.End();

        double[]? gradient = full ? KernelCall.Numbers(sequence, 7) : null, hidden = KernelCall.Numbers(states, 8),
            memory = s.Gates == 4 ? KernelCall.Numbers(states, 9) : null;
        Reference.RecurrentLoopGradients d = twin.Backward(x, y, gradient, hidden, memory);
        foreach (bool inPlace in new[] { false, true })
        {
            RecurrentArrays backward = Begin("loop backwards", turned);
            backward.Sequence = call.In(y.Sequence);
            backward.SequenceGradient = gradient is null ? null : call.In(gradient);
            backward.HiddenGradient = call.In(hidden);
            backward.MemoryGradient = memory is null ? null : call.In(memory);
            if (s.Gates > 1) backward.Saved = call.In(y.Saved);
            if (inPlace) backward.Gates = backward.Projected = call.InOut(y.Gates, d.Projected, close, close);
            else
            {
                backward.Gates = s.Gates > 1 ? call.In(y.Gates) : null;
                backward.Projected = call.Out(d.Projected, close, close);
            }
            if (s.Gates == 3) backward.Inner = call.Out(d.Inner, close, close);
            if (full) backward.LastHidden = call.Out(d.Hidden, close, close);
            if (s.Gates == 4) backward.LastMemory = call.Out(d.Memory, close, close);
            RecurrentLoop.Backward(s, backward, call.Scratch(s.Scratch));
            call.End();
        }
    }

    private static double[] Panels(double[] matrix, int rows, int columns)
    {
        var packed = new float[new PanelLayout(rows, columns).PackedCount];
        new PanelLayout(rows, columns).Pack(Array.ConvertAll(matrix, v => (float)v), packed);
        return Array.ConvertAll(packed, v => (double)v);
    }
}
