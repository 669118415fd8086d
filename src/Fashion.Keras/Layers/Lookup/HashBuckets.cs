using System.Globalization;
using System.Text;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Layers;

/// <summary>Distributes texts and whole numbers over buckets by the hash of their UTF-8 bytes, as TensorFlow does.</summary>
/// <param name="count">Number of buckets.</param>
/// <param name="salt">Keys of SipHash-2-4; null for FarmHash's fingerprint.</param>
internal sealed class HashBuckets(int count, IReadOnlyList<ulong>? salt)
{
    private const int MostOnStack = 512;

    public int Of(string text) => Of(text.AsSpan());

    /// <summary>The bucket of a number's decimal digits.</summary>
    public int Of(long number)
    {
        Span<char> digits = stackalloc char[20];
        number.TryFormat(digits, out int length, provider: CultureInfo.InvariantCulture);
        return Of(digits[..length]);
    }

    /// <summary>Two keys from one or two numbers; null for none.</summary>
    /// <exception cref="ArgumentException">Another number of them.</exception>
    public static IReadOnlyList<ulong>? Keys(IReadOnlyList<ulong>? salt, string layer) => salt switch
    {
        null => null,
        [var both] => [both, both],
        [var first, var second] => [first, second],
        _ => throw new ArgumentException($"{layer}: salt must be one or two numbers, but {salt.Count} were given.", nameof(salt)),
    };

    /// <summary>The fingerprint of a text.</summary>
    public static ulong Fingerprint(string text) => Hashed(text, null);

    private int Of(ReadOnlySpan<char> text) => (int)(Hashed(text, salt) % (ulong)count);

    private static ulong Hashed(ReadOnlySpan<char> text, IReadOnlyList<ulong>? salt)
    {
        int bytes = Encoding.UTF8.GetByteCount(text);
        Span<byte> utf8 = bytes <= MostOnStack ? stackalloc byte[MostOnStack] : new byte[bytes];
        utf8 = utf8[..Encoding.UTF8.GetBytes(text, utf8)];
        return salt is null ? FarmHash64.Of(utf8) : SipHash64.Of(utf8, salt[0], salt[1]);
    }
}
