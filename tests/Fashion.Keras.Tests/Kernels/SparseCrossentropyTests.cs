using Fashion.Keras.Kernels;

namespace Fashion.Keras.Tests.Kernels;

/// <summary>Class numbers of every kind over probabilities and logits; one out of range gives NaN and reads nothing.</summary>
public sealed unsafe class SparseCrossentropyTests : VectorKernelContract
{
    internal override Type Kernel => typeof(SparseCrossentropy);

    private protected override void Run(KernelCall call)
    {
        foreach (int width in Lengths.Where(w => w > 0))
            foreach (int rows in new[] { 0, 1, 9 })
                foreach (bool logits in new[] { false, true })
                {
                    double[] scores = CrossentropyTests.Scores(rows, width, logits), classes = ClassRowsTests.Classes(rows, width),
                        gradients = KernelCall.Numbers(rows, 3);
                    if (rows == 9) scores[8 * width] = double.NaN;
                    call.Begin($"forward, {rows} x {width}, logits {logits}");
                    SparseCrossentropy.Forward(call.In(scores), call.In(classes),
                        call.Out(Reference.SparseCrossentropy.Forward(scores, classes, width, logits), 2e-5, 2e-5), rows, width, logits);
                    call.End();
                    call.Begin($"backward, {rows} x {width}, logits {logits}");
                    SparseCrossentropy.Backward(call.In(scores), call.In(classes), call.In(gradients),
                        call.Out(Reference.SparseCrossentropy.Backward(scores, classes, gradients, width, logits), 2e-5, 2e-4), rows, width,
                        logits);
                    call.End();
                }
    }
}
