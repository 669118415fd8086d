using Fashion.Keras.Kernels;

namespace Fashion.Keras.Tests.Kernels;

/// <summary>
/// Both ways: steps and lengths around whole vectors, heads that share keys, more rows than are taken together, and numbers added to the
/// scores of every kind, some of which hide whole rows.
/// </summary>
public sealed unsafe class AttentionHeadsTests : WidthKernelContract
{
    private const float Hidden = -2.3e38f;

    internal override Type Kernel => typeof(AttentionHeads);

    private protected override void Run<TSimd, TVector>(KernelCall call)
    {
        foreach (int length in FewLengths)
        {
            Case<TSimd, TVector>(call, new(3, length, 2, 2, 5, 3, 0.5f), added: null);
            Case<TSimd, TVector>(call, new(2, 5, 2, 1, length, length + 1, 0.3f), added: [1, 1, 2, 5]);
            Case<TSimd, TVector>(call, new(length, 4, 1, 1, 3, 2, 2), added: [1, 1, length, 1]);
        }
        Case<TSimd, TVector>(call, new(7, 6, 6, 3, 4, 5, 1), added: [1, 6, 7, 6]);
        Case<TSimd, TVector>(call, new(7, 9, 4, 2, 4, 5, 1), added: [1, 1, 1, 9]);
        Case<TSimd, TVector>(call, new(7, 9, 4, 4, 4, 5, 1), added: [1, 4, 1, 9]);
        // More rows than are taken together.
        var many = new AttentionSizes(60, 700, 2, 1, 3, 4, 1);
        Assert.True(many.RowsTogether < many.Queries);
        Case<TSimd, TVector>(call, many, added: null);
    }

    private static void Case<TSimd, TVector>(KernelCall call, AttentionSizes s, int[]? added)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        double[] q = KernelCall.Numbers((int)s.QueryCount, 1), k = KernelCall.Numbers((int)s.KeyCount, 2),
            v = KernelCall.Numbers((int)s.ValueCount, 3), gradient = KernelCall.Numbers((int)s.ResultCount, 4);
        double[]? plus = added is null ? null
            : [.. KernelCall.Numbers(((Shape)added).ElementCount, 5).Select((x, i) => i % 4 == 1 || i < added[3] ? Hidden : x)];
        if (added is not null)
            s = s with
            {
                AddedHead = added[1] == 1 ? 0 : added[2] * added[3],
                AddedRow = added[2] == 1 ? 0 : added[3],
                AddedStep = added[3] == 1 ? 0 : 1,
            };
        var twin = new Reference.Attention([1, s.Queries, s.Heads, s.Size], [1, s.Steps, s.Groups, s.Size], s.ValueSize, s.Scale, added);
        Reference.AttentionResults y = twin.Forward(q, k, v, plus);
        Reference.AttentionSlopes d = twin.Backward(q, k, v, plus, gradient);
        const double close = 2e-5;

        call.Begin($"{s}");
        float* results = call.Out(y.Result, close, close), saved = call.Out(y.Saved, close, close);
        float* query = call.In(q), key = call.In(k), value = call.In(v);
        float* numbers = plus is null ? null : call.In(plus), scratch = call.Scratch(s.ForwardScratch);
        for (int group = 0; group < s.Groups; group++)
            AttentionHeads.Forward<TSimd, TVector>(query, key, value, numbers, results, saved, s, group, scratch);
        call.End();

        call.Begin($"{s} backwards");
        query = call.In(q);
        key = call.In(k);
        value = call.In(v);
        numbers = plus is null ? null : call.In(plus);
        saved = call.In(y.Saved);
        float* dy = call.In(gradient);
        var gradients = new AttentionGradients(call.Out(d.Query, close, close), call.Out(d.Key, close, close),
            call.Out(d.Value, close, close));
        scratch = call.Scratch(s.BackwardScratch);
        for (int group = 0; group < s.Groups; group++)
            AttentionHeads.Backward<TSimd, TVector>(query, key, value, numbers, saved, dy, gradients, s, group, scratch);
        call.End();
    }
}
