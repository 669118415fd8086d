using System.Buffers.Binary;
using System.Text;

namespace Fashion.Keras.TensorBoards.Tests.Reading;

/// <summary>A protobuf message as fields by number, decoded by the wire format alone.</summary>
internal sealed class WireMessage
{
    private readonly List<(int Number, object Value)> _fields = [];

    public WireMessage(byte[] data)
    {
        for (int at = 0; at < data.Length;)
        {
            ulong key = Varint(data, ref at);
            int number = (int)(key >> 3);
            switch (key & 7)
            {
                case 0: _fields.Add((number, Varint(data, ref at))); break;
                case 1: _fields.Add((number, BinaryPrimitives.ReadDoubleLittleEndian(data.AsSpan(at, 8)))); at += 8; break;
                case 5: _fields.Add((number, BinaryPrimitives.ReadSingleLittleEndian(data.AsSpan(at, 4)))); at += 4; break;
                case 2:
                    int length = (int)Varint(data, ref at);
                    _fields.Add((number, data[at..(at + length)]));
                    at += length;
                    break;
                default: Assert.Fail($"wire type {key & 7}"); break;
            }
        }
    }

    public bool Has(int number) => _fields.Any(f => f.Number == number);

    public IEnumerable<byte[]> All(int number) => _fields.Where(f => f.Number == number).Select(f => (byte[])f.Value);

    public byte[] Bytes(int number) => All(number).SingleOrDefault() ?? [];

    public string Text(int number) => Encoding.UTF8.GetString(Bytes(number));

    public WireMessage Message(int number) => new(Bytes(number));

    public double Double(int number) => (double)_fields.Single(f => f.Number == number).Value;

    public long Whole(int number) => _fields.Where(f => f.Number == number).Select(f => (long)(ulong)f.Value).SingleOrDefault();

    /// <summary>Floats, packed or one by one.</summary>
    public float[] Floats(int number) =>
        [.. _fields.Where(f => f.Number == number).SelectMany(f => f.Value is float one ? [one] : Unpack((byte[])f.Value))];

    private static float[] Unpack(byte[] data) =>
        [.. Enumerable.Range(0, data.Length / 4).Select(i => BinaryPrimitives.ReadSingleLittleEndian(data.AsSpan(i * 4, 4)))];

    private static ulong Varint(byte[] data, ref int at)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte b = data[at++];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80) return value;
        }
    }
}
