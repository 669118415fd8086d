using System.Numerics;
using System.Text;

namespace Fashion.Keras.Hdf5;

/// <summary>
/// A group of a file that is being put together. Names may be paths, relative to the group; groups on the way are made. A dataset
/// or an attribute that is there already is replaced.
/// </summary>
public sealed class H5GroupBuilder
{
    private readonly GroupNode _node;

    internal H5GroupBuilder(GroupNode node, string path)
    {
        _node = node;
        Path = path;
    }

    /// <summary>Where it is in the file: <c>/</c> for the root, else a path such as <c>/layers/dense</c>.</summary>
    public string Path { get; }

    /// <summary>The group at a path, made when it is not there.</summary>
    /// <param name="path">Names with slashes between them.</param>
    /// <exception cref="ArgumentException">A name is not possible in HDF5.</exception>
    /// <exception cref="InvalidOperationException">There is a dataset on the way.</exception>
    public H5GroupBuilder Group(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        H5GroupBuilder group = this;
        foreach (string name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (name == ".") continue;
            if (!group._node.Links.TryGetValue(name, out Node? next)) group._node.Links.Add(Checked(name), next = new GroupNode());
            string below = group.Path == "/" ? $"/{name}" : $"{group.Path}/{name}";
            group = next is GroupNode inner
                ? new H5GroupBuilder(inner, below)
                : throw new InvalidOperationException($"'{below}' is a dataset already.");
        }
        return group;
    }

    /// <summary>Adds a dataset of numbers.</summary>
    /// <typeparam name="T">Half, float, double, or a whole number of 1, 2, 4 or 8 bytes.</typeparam>
    /// <param name="path">Its name, or a path.</param>
    /// <param name="numbers">The numbers, the last axis fastest. They are not copied: they must not change before the file is
    /// saved.</param>
    /// <param name="shape">Its shape; none given for a list of all numbers.</param>
    /// <exception cref="ArgumentException">The shape has another number of elements, or the name is not possible in HDF5.</exception>
    /// <exception cref="InvalidOperationException">There is a group of this name, or a dataset on the way.</exception>
    /// <exception cref="NotSupportedException">HDF5 has no such type.</exception>
    public void Add<T>(string path, T[] numbers, params long[] shape) where T : unmanaged, INumberBase<T> =>
        Add(path, Numbers(path, numbers, shape));

    /// <summary>Adds a dataset of one number, without an axis.</summary>
    /// <typeparam name="T">Half, float, double, or a whole number of 1, 2, 4 or 8 bytes.</typeparam>
    /// <param name="path">Its name, or a path.</param>
    /// <param name="number">The number.</param>
    /// <exception cref="ArgumentException">The name is not possible in HDF5.</exception>
    /// <exception cref="InvalidOperationException">There is a group of this name, or a dataset on the way.</exception>
    /// <exception cref="NotSupportedException">HDF5 has no such type.</exception>
    public void Add<T>(string path, T number) where T : unmanaged, INumberBase<T> =>
        Add(path, new NumberContent<T>(path, [], () => new[] { number }));

    /// <summary>Adds a dataset whose numbers are asked for when they are written, one dataset after the other.</summary>
    /// <typeparam name="T">Half, float, double, or a whole number of 1, 2, 4 or 8 bytes.</typeparam>
    /// <param name="path">Its name, or a path.</param>
    /// <param name="shape">Its shape; empty for one number.</param>
    /// <param name="numbers">Gives the numbers, the last axis fastest.</param>
    /// <exception cref="ArgumentException">The shape or the name is not possible in HDF5.</exception>
    /// <exception cref="InvalidOperationException">There is a group of this name, or a dataset on the way.</exception>
    /// <exception cref="NotSupportedException">HDF5 has no such type.</exception>
    public void Add<T>(string path, IReadOnlyList<long> shape, Func<ReadOnlyMemory<T>> numbers) where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(numbers);
        Add(path, new NumberContent<T>(path, [.. shape], numbers));
    }

    /// <summary>Adds a dataset of one text, without an axis.</summary>
    /// <param name="path">Its name, or a path.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="ArgumentException">The name is not possible in HDF5.</exception>
    /// <exception cref="InvalidOperationException">There is a group of this name, or a dataset on the way.</exception>
    public void AddText(string path, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Add(path, new TextContent([text], []));
    }

    /// <summary>Adds a dataset of texts.</summary>
    /// <param name="path">Its name, or a path.</param>
    /// <param name="texts">The texts, the last axis fastest.</param>
    /// <param name="fixedLength">Whether all take the room of the longest, as numpy's byte strings; else each has its own length.</param>
    /// <param name="shape">Its shape; none given for a list of all texts.</param>
    /// <exception cref="ArgumentException">The shape has another number of elements, or the name is not possible in HDF5.</exception>
    /// <exception cref="InvalidOperationException">There is a group of this name, or a dataset on the way.</exception>
    public void AddTexts(string path, IReadOnlyList<string> texts, bool fixedLength = false, params long[] shape) =>
        Add(path, Texts(texts, fixedLength, shape));

    /// <summary>Attaches a text.</summary>
    /// <param name="name">Name of the attribute.</param>
    /// <param name="text">The text, of any length.</param>
    /// <exception cref="ArgumentException">The name is not possible in HDF5.</exception>
    public void SetAttribute(string name, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Set(name, new TextContent([text], []));
    }

    /// <summary>Attaches a list of texts.</summary>
    /// <param name="name">Name of the attribute.</param>
    /// <param name="texts">The texts: about 4,000 of any length, or 64 KiB of fixed length.</param>
    /// <param name="fixedLength">Whether all take the room of the longest, as numpy's byte strings; else each has its own length.</param>
    /// <exception cref="ArgumentException">The list is longer than the format allows, or the name is not possible in HDF5.</exception>
    public void SetAttribute(string name, IReadOnlyList<string> texts, bool fixedLength = false) =>
        Set(name, Texts(texts, fixedLength, []));

    /// <summary>Attaches a number.</summary>
    /// <typeparam name="T">Half, float, double, or a whole number of 1, 2, 4 or 8 bytes.</typeparam>
    /// <param name="name">Name of the attribute.</param>
    /// <param name="number">The number.</param>
    /// <exception cref="ArgumentException">The name is not possible in HDF5.</exception>
    /// <exception cref="NotSupportedException">HDF5 has no such type.</exception>
    public void SetAttribute<T>(string name, T number) where T : unmanaged, INumberBase<T> =>
        Set(name, new NumberContent<T>(name, [], () => new[] { number }));

    /// <summary>Attaches numbers.</summary>
    /// <typeparam name="T">Half, float, double, or a whole number of 1, 2, 4 or 8 bytes.</typeparam>
    /// <param name="name">Name of the attribute.</param>
    /// <param name="numbers">The numbers, at most 64 KiB of them.</param>
    /// <param name="shape">Their shape; none given for a list of all numbers.</param>
    /// <exception cref="ArgumentException">There are more than the format allows, the shape has another number of elements, or the name is
    /// not possible in HDF5.</exception>
    /// <exception cref="NotSupportedException">HDF5 has no such type.</exception>
    public void SetAttribute<T>(string name, T[] numbers, params long[] shape) where T : unmanaged, INumberBase<T> =>
        Set(name, Numbers(name, numbers, shape));

    private static NumberContent<T> Numbers<T>(string name, T[] numbers, long[] shape) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(numbers);
        return new NumberContent<T>(name, ShapeOf(numbers.Length, shape), () => numbers);
    }

    private static Content Texts(IReadOnlyList<string> texts, bool fixedLength, long[] shape)
    {
        ArgumentNullException.ThrowIfNull(texts);
        string[] all = [.. texts];
        if (Array.IndexOf(all, null) is >= 0 and var missing) throw new ArgumentException($"Text {missing} is null.", nameof(texts));
        long[] sizes = ShapeOf(all.Length, shape);
        return fixedLength ? FixedTextContent.Of(all, sizes) : new TextContent(all, sizes);
    }

    private static long[] ShapeOf(int count, long[] shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (shape.Length == 0) return [count];
        Content.Fits(count, shape);
        return [.. shape];
    }

    private void Set(string name, Content content) => _node.SetAttribute(Checked(name), content);

    private void Add(string path, Content content)
    {
        ArgumentNullException.ThrowIfNull(path);
        int slash = path.LastIndexOf('/');
        GroupNode group = slash < 0 ? _node : Group(path[..slash])._node;
        string name = Checked(path[(slash + 1)..]);
        if (name == ".") throw new ArgumentException("'.' is the group itself, no name of a dataset.", nameof(path));
        if (group.Links.TryGetValue(name, out Node? old) && old is GroupNode)
            throw new InvalidOperationException($"'{path}' in '{Path}' is a group already.");
        group.Links[name] = new DatasetNode(content);
    }

    private static string Checked(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.Contains('\0', StringComparison.Ordinal))
            throw new ArgumentException("A name in HDF5 cannot have a zero character.", nameof(name));
        try
        {
            return Encoding.UTF8.GetByteCount(name) < Longest && Strict.GetByteCount(name) > 0
                ? name
                : throw new ArgumentException($"A name in HDF5 ends at {Longest} bytes.", nameof(name));
        }
        catch (EncoderFallbackException e)
        {
            throw new ArgumentException("A name in HDF5 is valid Unicode.", nameof(name), e);
        }
    }

    // So that a link and the start of an attribute fit into a message.
    private const int Longest = 60_000;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
}
