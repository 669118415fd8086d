using System.Numerics;

namespace Fashion.Keras.Onnx.Export;

/// <summary>
/// A size that depends on the free sizes of a model's inputs (the batch, the length of a sequence): a sum of products of them with whole
/// factors, <c>2 * batch * steps + 1</c>. A size that depends on them in another way is <see cref="Unknown"/>.
/// </summary>
internal sealed class Dim : IEquatable<Dim>
{
    // Factor of the product of the sizes whose bits are set in the key; the key 0 has what does not depend on any.
    private readonly SortedDictionary<int, long> _terms;

    private Dim(SortedDictionary<int, long> terms) => _terms = terms;

    /// <summary>A size that no such sum describes.</summary>
    public static Dim Unknown { get; } = new([]) { IsUnknown = true };

    public bool IsUnknown { get; private init; }

    /// <summary>Whether it depends on no free size.</summary>
    public bool IsConstant => !IsUnknown && _terms.Keys.All(mask => mask == 0);

    /// <summary>Its value, where it depends on no free size.</summary>
    public long Constant => IsConstant ? _terms.GetValueOrDefault(0)
        : throw new InvalidOperationException($"The size {this} is not constant.");

    /// <summary>The factors, by the set of free sizes that each is multiplied by.</summary>
    public IReadOnlyDictionary<int, long> Terms => _terms;

    /// <summary>The only free size that it is equal to; -1 when it is something else.</summary>
    public int Symbol => !IsUnknown && _terms.Count == 1 && _terms.First() is { Value: 1, Key: > 0 and var mask }
        && BitOperations.IsPow2(mask) ? BitOperations.Log2((uint)mask) : -1;

    public static Dim Of(long value) => new(new SortedDictionary<int, long> { [0] = value });

    public bool Is(long value) => IsConstant && Constant == value;

    /// <summary>The size that takes the given values where each free size has its lower (bit 0) or its upper (bit 1) value.</summary>
    /// <param name="low">Lower values.</param>
    /// <param name="high">Upper values.</param>
    /// <param name="samples">One value per combination of them.</param>
    public static Dim Fit(IReadOnlyList<int> low, IReadOnlyList<int> high, ReadOnlySpan<int> samples)
    {
        var terms = new SortedDictionary<int, long>();
        for (int set = 0; set < samples.Length; set++)
        {
            long difference = 0, scale = 1;
            for (int part = set; ; part = (part - 1) & set)
            {
                difference += BitOperations.PopCount((uint)(set ^ part)) % 2 == 0 ? samples[part] : -samples[part];
                if (part == 0) break;
            }
            if (difference == 0) continue;
            for (int i = 0; i < low.Count; i++)
                if ((set >> i & 1) != 0) scale *= high[i] - low[i];
            if (difference % scale != 0) return Unknown;
            // factor * product of (x - low), multiplied out.
            for (int part = set; ; part = (part - 1) & set)
            {
                long factor = difference / scale;
                for (int i = 0; i < low.Count; i++)
                    if (((set ^ part) >> i & 1) != 0) factor *= -low[i];
                terms[part] = terms.GetValueOrDefault(part) + factor;
                if (part == 0) break;
            }
        }
        foreach (int zero in terms.Where(t => t.Value == 0).Select(t => t.Key).ToArray()) terms.Remove(zero);
        return new Dim(terms);
    }

    /// <summary>Its value for given free sizes.</summary>
    public long At(IReadOnlyList<int> sizes)
    {
        long sum = 0;
        foreach ((int mask, long factor) in _terms)
        {
            long product = factor;
            for (int i = 0; i < sizes.Count; i++)
                if ((mask >> i & 1) != 0) product *= sizes[i];
            sum += product;
        }
        return sum;
    }

    public bool Equals(Dim? other) => other is not null && !IsUnknown && !other.IsUnknown && _terms.SequenceEqual(other._terms);

    public override bool Equals(object? obj) => Equals(obj as Dim);

    public override int GetHashCode() => _terms.Aggregate(0, (hash, term) => HashCode.Combine(hash, term.Key, term.Value));

    public override string ToString() => IsUnknown ? "?" : _terms.Count == 0 ? "0"
        : string.Join(" + ", _terms.Select(t => t.Key == 0 ? $"{t.Value}" : $"{t.Value}*{t.Key:b}"));
}
