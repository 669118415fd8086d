using System.Diagnostics.CodeAnalysis;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Graph;

/// <summary>
/// Where the numbers of one variable lie and in which order: immutable, made once, and never exchanged while a compiled plan may
/// hold it. A variable starts in plain memory; the first engine that compiles it may put a placement of its own in that place (<see
/// cref="Variable.Adopt"/>). Reading and writing from outside speaks Keras's row-major order.
/// </summary>
[Experimental(ExperimentalApi.Engines)]
public abstract class Placement
{
    /// <summary>Copies all values, row-major.</summary>
    /// <param name="destination">Room for all of them.</param>
    public abstract void Read(Span<float> destination);

    /// <summary>Replaces all values, given row-major.</summary>
    /// <param name="source">All values.</param>
    public abstract void Write(ReadOnlySpan<float> source);
}
