using Fashion.Keras.Kernels;

namespace Fashion.Keras.Tests.Kernels;

/// <summary>Soft targets over probabilities (some of them limited) and logits (some of them far out).</summary>
public sealed unsafe class CrossentropyTests : VectorKernelContract
{
    internal override Type Kernel => typeof(Crossentropy);

    private protected override void Run(KernelCall call)
    {
        foreach (int width in Lengths.Where(w => w > 0))
            foreach (int rows in new[] { 0, 1, 4 })
                foreach (bool logits in new[] { false, true })
                {
                    double[] scores = Scores(rows, width, logits),
                        targets = Array.ConvertAll(KernelCall.Numbers(rows * width, 2), Math.Abs), gradients = KernelCall.Numbers(rows, 3);
                    if (rows == 4) scores[3 * width] = double.NaN;
                    call.Begin($"forward, {rows} x {width}, logits {logits}");
                    Crossentropy.Forward(call.In(scores), call.In(targets),
                        call.Out(Reference.Crossentropy.Forward(scores, targets, width, logits), 2e-5, 2e-5), rows, width, logits);
                    call.End();
                    call.Begin($"backward, {rows} x {width}, logits {logits}");
                    Crossentropy.Backward(call.In(scores), call.In(targets), call.In(gradients),
                        call.Out(Reference.Crossentropy.Backward(scores, targets, gradients, width, logits), 2e-5, 2e-4), rows, width,
                        logits);
                    call.End();
                }
    }

    /// <summary>Logits between -20 and 20, or positive numbers of which a few are next to nothing.</summary>
    internal static double[] Scores(int rows, int width, bool logits)
    {
        double[] numbers = KernelCall.Numbers(rows * width, 1);
        return [.. numbers.Select((v, i) => (double)(float)(logits ? 20 * v : i % 7 == 5 ? 1e-9 : 0.05 + Math.Abs(v)))];
    }
}
