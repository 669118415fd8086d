using System.Collections;
using Fashion.Keras.Layers;

namespace Fashion.Keras;

/// <summary>
/// What a layer gives for a list of inputs. Where it gives one tensor, as merging layers do, the list stands for that tensor; where it
/// gives several, take them by index or at once.
/// </summary>
/// <example>
/// <code>
/// SymbolicTensor joined = new Concatenate().Apply([a, b]);
/// var (output, h, c) = new LSTM(16, returnState: true).Apply([text]);
/// </code>
/// </example>
public sealed class SymbolicTensors : IReadOnlyList<SymbolicTensor>, ILayerTarget<SymbolicTensor>
{
    private readonly IReadOnlyList<SymbolicTensor> _tensors;
    private readonly string _layer;

    internal SymbolicTensors(IReadOnlyList<SymbolicTensor> tensors, string layer) => (_tensors, _layer) = (tensors, layer);

    /// <summary>Name of the layer.</summary>
    internal string Layer => _layer;

    /// <inheritdoc/>
    public int Count => _tensors.Count;

    /// <summary>An output of the layer.</summary>
    /// <param name="index">Its place, from 0.</param>
    public SymbolicTensor this[int index] => _tensors[index];

    /// <summary>The only output.</summary>
    /// <param name="tensors">Outputs of a layer.</param>
    /// <exception cref="InvalidOperationException">The layer has several outputs.</exception>
    public static implicit operator SymbolicTensor(SymbolicTensors tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        return tensors.ToSymbolicTensor();
    }

    /// <summary>The only output.</summary>
    /// <exception cref="InvalidOperationException">The layer has several outputs.</exception>
    public SymbolicTensor ToSymbolicTensor() => Count == 1 ? _tensors[0]
        : throw new InvalidOperationException(
            $"Layer '{_layer}' gives {Count} tensors, not one; take one by its index, or all with 'var (a, b) = ...'.");

    /// <summary>Appends a layer to the only output: <c>new Concatenate().Apply([a, b]).Dense(16)</c>.</summary>
    /// <param name="layer">The layer; using it again shares its weights.</param>
    /// <exception cref="InvalidOperationException">The layer before has several outputs.</exception>
    public SymbolicTensor Then(Layer layer) => ToSymbolicTensor().Then(layer);

    /// <summary>Two outputs at once.</summary>
    /// <param name="first">The first output.</param>
    /// <param name="second">The second output.</param>
    /// <exception cref="InvalidOperationException">The layer has another number of outputs.</exception>
    public void Deconstruct(out SymbolicTensor first, out SymbolicTensor second)
    {
        CheckCount(2);
        (first, second) = (_tensors[0], _tensors[1]);
    }

    /// <summary>Three outputs at once.</summary>
    /// <param name="first">The first output.</param>
    /// <param name="second">The second output.</param>
    /// <param name="third">The third output.</param>
    /// <exception cref="InvalidOperationException">The layer has another number of outputs.</exception>
    public void Deconstruct(out SymbolicTensor first, out SymbolicTensor second, out SymbolicTensor third)
    {
        CheckCount(3);
        (first, second, third) = (_tensors[0], _tensors[1], _tensors[2]);
    }

    /// <summary>Four outputs at once.</summary>
    /// <param name="first">The first output.</param>
    /// <param name="second">The second output.</param>
    /// <param name="third">The third output.</param>
    /// <param name="fourth">The fourth output.</param>
    /// <exception cref="InvalidOperationException">The layer has another number of outputs.</exception>
    public void Deconstruct(out SymbolicTensor first, out SymbolicTensor second, out SymbolicTensor third, out SymbolicTensor fourth)
    {
        CheckCount(4);
        (first, second, third, fourth) = (_tensors[0], _tensors[1], _tensors[2], _tensors[3]);
    }

    /// <summary>Five outputs at once: those of an LSTM in both directions with its states.</summary>
    /// <param name="first">The first output.</param>
    /// <param name="second">The second output.</param>
    /// <param name="third">The third output.</param>
    /// <param name="fourth">The fourth output.</param>
    /// <param name="fifth">The fifth output.</param>
    /// <exception cref="InvalidOperationException">The layer has another number of outputs.</exception>
    public void Deconstruct(out SymbolicTensor first, out SymbolicTensor second, out SymbolicTensor third, out SymbolicTensor fourth,
        out SymbolicTensor fifth)
    {
        CheckCount(5);
        (first, second, third, fourth, fifth) = (_tensors[0], _tensors[1], _tensors[2], _tensors[3], _tensors[4]);
    }

    /// <inheritdoc/>
    public IEnumerator<SymbolicTensor> GetEnumerator() => _tensors.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void CheckCount(int count)
    {
        if (Count != count) throw new InvalidOperationException($"Layer '{_layer}' gives {Count} tensors, not {count}.");
    }
}
