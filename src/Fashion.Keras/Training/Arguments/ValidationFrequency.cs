using System.Collections;
using System.Runtime.CompilerServices;

namespace Fashion.Keras;

/// <summary>After which epochs Fit validates: every n-th (<c>2</c>), or those listed (<c>[1, 5, 10]</c>, counted from 1).</summary>
[CollectionBuilder(typeof(ValidationFrequency), nameof(Create))]
public sealed class ValidationFrequency : IEnumerable<int>
{
    private readonly int[] _epochs;
    private readonly int _every;

    private ValidationFrequency(int every, int[] epochs)
    {
        _every = every;
        _epochs = epochs;
    }

    /// <summary>Validation after the epochs listed, counted from 1.</summary>
    /// <param name="epochs">Numbers of epochs.</param>
    public static ValidationFrequency Create(ReadOnlySpan<int> epochs) => new(0, epochs.ToArray());

    /// <summary>Validation after every n-th epoch.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="every"/> is not positive.</exception>
    public static implicit operator ValidationFrequency(int every) => new(Internal.Guard.Positive(every, "validationFreq"), []);

    /// <summary>Validation after the epochs listed, counted from 1.</summary>
    public static implicit operator ValidationFrequency(int[] epochs) => Create(epochs);

    /// <summary>Whether to validate after an epoch.</summary>
    /// <param name="epoch">Its index, from 0.</param>
    internal bool Includes(int epoch) => _every > 0 ? (epoch + 1) % _every == 0 : Array.IndexOf(_epochs, epoch + 1) >= 0;

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)_epochs).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
