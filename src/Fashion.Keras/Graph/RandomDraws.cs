using Fashion.Keras.Data;

namespace Fashion.Keras.Graph;

/// <summary>
/// Writes random numbers: which ones follows from a seed, the streams, the run and the place of an element. Other numbers in every
/// run; no other draw has the same stream.
/// </summary>
/// <param name="seed">The seed.</param>
/// <param name="nextStream">A number that no other draw with this seed has.</param>
internal sealed class RandomDraws(ulong seed, Func<int> nextStream)
{
    /// <summary>Uniform in [0, 1).</summary>
    public SymbolicTensor Uniform(Shape shape) => Draw(new RandomOp(RandomKind.Uniform, seed, nextStream(), shape));

    /// <summary>Standard normal.</summary>
    public SymbolicTensor Normal(Shape shape) => Draw(new RandomOp(RandomKind.Normal, seed, nextStream(), shape));

    /// <summary>Standard normal within -2 and 2.</summary>
    public SymbolicTensor TruncatedNormal(Shape shape) => Draw(new VariateOp(VariateKind.TruncatedNormal, seed, nextStream(), shape));

    /// <summary>The numbers 0 to count - 1 in another order.</summary>
    public SymbolicTensor Permutation(int count) => Draw(new VariateOp(VariateKind.Permutation, seed, nextStream(), [count]));

    /// <summary>Gamma distributed with scale 1.</summary>
    public SymbolicTensor Gamma(Shape shape, SymbolicTensor alpha) =>
        Draw(new VariateOp(VariateKind.Gamma, seed, nextStream(), shape), alpha);

    /// <summary>Beta distributed.</summary>
    public SymbolicTensor Beta(Shape shape, SymbolicTensor alpha, SymbolicTensor beta) =>
        Draw(new VariateOp(VariateKind.Beta, seed, nextStream(), shape), alpha, beta);

    /// <summary>Successes of so many trials.</summary>
    public SymbolicTensor Binomial(Shape shape, SymbolicTensor counts, SymbolicTensor probabilities) =>
        Draw(new VariateOp(VariateKind.Binomial, seed, nextStream(), shape), counts, probabilities);

    /// <summary>Zeroes elements with a probability and enlarges the others, so that the sum is expected to stay.</summary>
    public SymbolicTensor Dropout(SymbolicTensor x, float rate, Shape noiseShape)
    {
        var op = new DropoutOp(rate, seed, nextStream(), noiseShape);
        return Ops.Write(op.Name, [x], (g, v) => g.Add(op, v[0]));
    }

    private static SymbolicTensor Draw(RandomOp op) => Ops.Write(op.Name, [], (g, _) => g.Add(op));

    private static SymbolicTensor Draw(VariateOp op, params SymbolicTensor[] parameters) =>
        Ops.Write(op.Name, [.. parameters.Select(p => p.Shape == op.Shape ? p : Ops.BroadcastTo(p, op.Shape))], (g, v) => g.Add(op, v));
}
