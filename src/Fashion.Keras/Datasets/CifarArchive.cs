using System.Numerics.Tensors;

namespace Fashion.Keras.Datasets;

/// <summary>The packed archive of CIFAR's Python version: pickled dictionaries of planes of pixels and lists of labels.</summary>
internal sealed class CifarArchive(byte[] content, string name, string folder, string labelsKey)
{
    private const int Side = 32, Pixels = Side * Side, Channels = 3, Row = Pixels * Channels;

    // One member of the real archives has 184 MB.
    private readonly Dictionary<string, byte[]> _members =
        TarFile.ReadPacked(content, name, member => member.StartsWith(folder, StringComparison.Ordinal), most: 512 << 20);

    /// <summary>The images of several members, one after the other.</summary>
    public ImageDataset Read(params string[] members)
    {
        (byte[] Data, byte[] Labels)[] parts = [.. members.Select(ReadOne)];
        int count = parts.Sum(p => p.Labels.Length);
        var images = new byte[(long)count * Row];
        int image = 0;
        foreach ((byte[] data, byte[] labels) in parts)
            for (int i = 0; i < labels.Length; i++, image++) Interleave(data.AsSpan(i * Row, Row), images.AsSpan(image * Row, Row));
        return new(Tensor.Create(images, [count, Side, Side, Channels]), Tensor.Create(parts.SelectMany(p => p.Labels).ToArray(), [count]));
    }

    private (byte[] Data, byte[] Labels) ReadOne(string member)
    {
        string where = $"{name}: {folder}{member}";
        if (!_members.TryGetValue(folder + member, out byte[]? pickle))
            throw new InvalidDataException($"{name} has no file {folder}{member}.");
        if (PickleReader.Read(pickle, where).Object is not PickleMap map) throw new InvalidDataException($"{where} is no dictionary.");
        if (map.Items.GetValueOrDefault("data").Object is not PickleArray { Type: "u1", Shape: [var count, Row], Data: byte[] data }
            || data.Length != count * Row)
            throw new InvalidDataException($"{where} has no array 'data' of bytes in rows of {Row}.");
        if (map.Items.GetValueOrDefault(labelsKey).Object is not PickleList labels || labels.Items.Count != count
            || labels.Items.Exists(l => l is not { Object: null, Number: >= 0 and <= 255 }))
            throw new InvalidDataException($"{where} has no list '{labelsKey}' of {count} class numbers.");
        return (data, [.. labels.Items.Select(l => (byte)l.Number)]);
    }

    // From a plane per channel to the channels of each pixel.
    private static void Interleave(ReadOnlySpan<byte> planes, Span<byte> pixels)
    {
        for (int pixel = 0; pixel < Pixels; pixel++)
            for (int channel = 0; channel < Channels; channel++) pixels[pixel * Channels + channel] = planes[channel * Pixels + pixel];
    }
}
