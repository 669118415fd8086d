using System.Buffers.Binary;

namespace Fashion.Keras.TensorBoards.Tests.Reading;

/// <summary>One value of an event file as a reader sees it.</summary>
internal sealed record ReadEvent(double Time, long Step, string Tag, string Plugin, byte[] Content, int DataClass, int Type, int[] Shape,
    WireMessage Tensor)
{
    public float Number => Tensor.Floats(5).Single();

    public string[] Texts => [.. Tensor.All(8).Select(System.Text.Encoding.UTF8.GetString)];

    public double[] Doubles
    {
        get
        {
            byte[] content = Tensor.Bytes(4);
            return [.. Enumerable.Range(0, content.Length / 8)
                .Select(i => BinaryPrimitives.ReadDoubleLittleEndian(content.AsSpan(i * 8, 8)))];
        }
    }

    /// <summary>All values of a folder's only event file; the first record must be the version.</summary>
    public static List<ReadEvent> Folder(string folder) => File(Assert.Single(Directory.GetFiles(folder)));

    public static List<ReadEvent> File(string path)
    {
        List<WireMessage> records = [.. RecordReader.Read(path).Select(r => new WireMessage(r))];
        Assert.Equal("brain.Event:2", records[0].Text(3));
        Assert.InRange(records[0].Double(1), 1.7e9, 4e9);
        return [.. records.Skip(1).SelectMany(Values)];
    }

    private static IEnumerable<ReadEvent> Values(WireMessage record) =>
        record.Message(5).All(1).Select(v => new WireMessage(v)).Select(value =>
    {
        WireMessage metadata = value.Message(9), plugin = metadata.Message(1), tensor = value.Message(8);
        int[] shape = [.. tensor.Message(2).All(2).Select(axis => (int)new WireMessage(axis).Whole(1))];
        return new ReadEvent(record.Double(1), record.Whole(2), value.Text(1), plugin.Text(1), plugin.Bytes(2), (int)metadata.Whole(4),
            (int)tensor.Whole(1), shape, tensor);
    });
}
