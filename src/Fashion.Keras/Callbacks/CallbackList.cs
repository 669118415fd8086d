using System.Collections;
using System.Runtime.CompilerServices;
using Fashion.Keras.Callbacks;

namespace Fashion.Keras;

/// <summary>The callbacks of a run: a list (<c>[stop, best]</c>) or a single one.</summary>
[CollectionBuilder(typeof(CallbackList), nameof(Create))]
public sealed class CallbackList : IReadOnlyList<Callback>
{
    private readonly Callback[] _callbacks;

    private CallbackList(Callback[] callbacks)
    {
        foreach (Callback callback in callbacks) ArgumentNullException.ThrowIfNull(callback, nameof(callbacks));
        _callbacks = callbacks;
    }

    /// <inheritdoc/>
    public int Count => _callbacks.Length;

    /// <inheritdoc/>
    public Callback this[int index] => _callbacks[index];

    /// <summary>Makes a list.</summary>
    /// <param name="callbacks">The callbacks in the order in which they are called.</param>
    public static CallbackList Create(ReadOnlySpan<Callback> callbacks) => new(callbacks.ToArray());

    /// <summary>A single callback.</summary>
    public static implicit operator CallbackList(Callback callback) => new([callback]);

    /// <summary>Several callbacks.</summary>
    public static implicit operator CallbackList(Callback[] callbacks) => Create(callbacks);

    /// <summary>Several callbacks.</summary>
    public static implicit operator CallbackList(List<Callback> callbacks)
    {
        ArgumentNullException.ThrowIfNull(callbacks);
        return new([.. callbacks]);
    }

    /// <inheritdoc/>
    public IEnumerator<Callback> GetEnumerator() => ((IEnumerable<Callback>)_callbacks).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
