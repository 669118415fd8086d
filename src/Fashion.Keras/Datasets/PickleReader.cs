using System.Buffers.Binary;
using System.Text;

namespace Fashion.Keras.Datasets;

/// <summary>
/// Reads the part of Python's pickle format (protocols 2 to 5) that data sets need: numbers, text, bytes, lists, tuples, dictionaries
/// and NumPy arrays. A pickle is a program; this reader knows the instructions that make such values, and the four names of
/// NumPy that arrays mention. Any other instruction or name is refused, and nothing is ever looked up, imported or called. Every
/// instruction takes at least a byte of the file and makes one object at most, whose number is bounded.
/// </summary>
internal sealed class PickleReader
{
    private const int MostObjects = 2_000_000;

    private static readonly HashSet<string> Names =
        ["numpy.ndarray", "numpy.dtype", "numpy.core.multiarray._reconstruct", "numpy._core.multiarray._reconstruct"];

    private readonly ReadOnlyMemory<byte> _content;
    private readonly string _name;
    private readonly List<PickleValue> _stack = [];
    private readonly Stack<int> _marks = new();
    private readonly Dictionary<uint, PickleValue> _memo = [];
    private int _at, _objects;

    private PickleReader(ReadOnlyMemory<byte> content, string name) => (_content, _name) = (content, name);

    /// <summary>The value that a pickle describes.</summary>
    /// <exception cref="InvalidDataException">Damaged, or something else than values of the known kinds.</exception>
    public static PickleValue Read(ReadOnlyMemory<byte> content, string name) => new PickleReader(content, name).Run();

    private PickleValue Run()
    {
        for (byte code; (code = Take(1)[0]) != '.';) Execute(code);
        return Pop();
    }

    private void Execute(byte code)
    {
        switch (code)
        {
            case 0x80: Version(Take(1)[0]); break;
            case 0x95: Take(8); break;
            case (byte)'(': _marks.Push(_stack.Count); break;
            case (byte)'N': Push(PickleNone.Value); break;
            case 0x88: Push(true); break;
            case 0x89: Push(false); break;
            case (byte)'K': Push(Take(1)[0]); break;
            case (byte)'M': Push(BinaryPrimitives.ReadUInt16LittleEndian(Take(2))); break;
            case (byte)'J': Push(BinaryPrimitives.ReadInt32LittleEndian(Take(4))); break;
            case 0x8A: Push(Long(Take(Take(1)[0]))); break;
            case (byte)'U' or (byte)'C': Push(Take(Take(1)[0]).ToArray()); break;
            case (byte)'T' or (byte)'B': Push(Take(Count()).ToArray()); break;
            case 0x8C: Push(Encoding.UTF8.GetString(Take(Take(1)[0]))); break;
            case (byte)'X': Push(Encoding.UTF8.GetString(Take(Count()))); break;
            case (byte)']': Push(new PickleList()); break;
            case (byte)'}': Push(new PickleMap()); break;
            case (byte)')': Push(new PickleTuple([])); break;
            case 0x85 or 0x86 or 0x87: Push(new PickleTuple(PopFrom(_stack.Count - (code - 0x84)))); break;
            case (byte)'t': Push(new PickleTuple(PopFrom(Mark()))); break;
            case (byte)'a': Append(_stack.Count - 1); break;
            case (byte)'e': Append(Mark()); break;
            case (byte)'s': Set(_stack.Count - 2); break;
            case (byte)'u': Set(Mark()); break;
            case (byte)'q': _memo[Take(1)[0]] = Top(); break;
            case (byte)'r': _memo[BinaryPrimitives.ReadUInt32LittleEndian(Take(4))] = Top(); break;
            case 0x94: _memo[(uint)_memo.Count] = Top(); break;
            case (byte)'h': Recall(Take(1)[0]); break;
            case (byte)'j': Recall(BinaryPrimitives.ReadUInt32LittleEndian(Take(4))); break;
            case (byte)'c': Push(Known(Line() + "." + Line())); break;
            case 0x93: Push(Known(string.Join('.', PopFrom(_stack.Count - 2).Select(Text)))); break;
            case (byte)'R': Make(PopFrom(_stack.Count - 2)); break;
            case (byte)'b': Fill(Pop(), Top().Object); break;
            default: throw Bad($"the instruction 0x{code:X2} at byte {_at - 1}, which is not needed for data and not read");
        }
    }

    private void Version(byte version)
    {
        if (version is < 2 or > 5) throw Bad($"protocol {version}; read are 2 to 5");
    }

    // What a constructor of NumPy would make, without calling it.
    private void Make(PickleValue[] call) => Push((call[0].Object, call[1].Object) switch
    {
        (PickleName { Text: "numpy.dtype" }, PickleTuple { Items: [{ Object: { } type }, ..] }) => new PickleType(Text(new(0, type))),
        (PickleName { Text: var name }, PickleTuple { Items.Length: 3 }) when name.EndsWith("._reconstruct", StringComparison.Ordinal) =>
            new PickleArray(),
        _ => throw Bad("a call of something else than NumPy's arrays and types"),
    });

    // The state that an object gets after it was made.
    private void Fill(PickleValue state, object? target)
    {
        switch (target, state.Object)
        {
            case (PickleType, PickleTuple { Items: [_, { Object: byte[] or string } order, ..] }) when Text(order) is "|" or "<": break;
            case (PickleArray array,
                PickleTuple
                {
                    Items: [_, { Object: PickleTuple shape }, { Object: PickleType type }, { Object: false },
                    { Object: byte[] or PickleList } data]
                }):
                (array.Shape, array.Type, array.Data) =
                    ([.. shape.Items.Select(s => s.Object is null ? s.Number : throw Bad("an array without sizes"))], type.Text,
                        data.Object);
                break;
            default: throw Bad("an object with a state that is not understood");
        }
    }

    private void Append(int first)
    {
        if (first < 1 || first > _stack.Count || _stack[first - 1].Object is not PickleList list)
            throw Bad("something appended to what is no list");
        for (int i = first; i < _stack.Count; i++) list.Items.Add(_stack[i]);
        _stack.RemoveRange(first, _stack.Count - first);
    }

    private void Set(int first)
    {
        if (first < 1 || first > _stack.Count || (_stack.Count - first) % 2 != 0 || _stack[first - 1].Object is not PickleMap map)
            throw Bad("entries of what is no dictionary");
        for (int i = first; i < _stack.Count; i += 2) map.Items[Text(_stack[i])] = _stack[i + 1];
        _stack.RemoveRange(first, _stack.Count - first);
    }

    private void Recall(uint number) =>
        _stack.Add(_memo.TryGetValue(number, out PickleValue value)
            ? value
            : throw Bad($"the value number {number}, which it did not keep"));

    private PickleName Known(string name) => Names.Contains(name) ? new(name)
        : throw Bad($"the name '{(name.Length > 80 ? name[..80] : name)}', which NumPy's arrays do not mention; it may want to run code");

    private string Text(PickleValue value) => value.Object switch
    {
        string text => text,
        byte[] bytes => Encoding.Latin1.GetString(bytes),
        _ => throw Bad("something else where a text belongs"),
    };

    private string Line()
    {
        int length = _content.Span[_at..].IndexOf((byte)'\n');
        if (length is < 0 or > 200) throw Bad("a name without an end");
        string line = Encoding.Latin1.GetString(Take(length));
        Take(1);
        return line;
    }

    private long Long(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > 8) throw Bad($"a whole number of {bytes.Length} bytes; at most 8 are read");
        long value = bytes.Length > 0 && (bytes[^1] & 0x80) != 0 ? -1 : 0;
        for (int i = bytes.Length - 1; i >= 0; i--) value = value << 8 | bytes[i];
        return value;
    }

    private int Count()
    {
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(Take(4));
        return count <= _content.Length - _at ? (int)count : throw Bad($"a text of {count} bytes, more than are left");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _content.Length - _at) throw Bad("no end");
        _at += count;
        return _content.Span.Slice(_at - count, count);
    }

    private void Push(long number) => _stack.Add(new(number, null));

    private void Push(object value) =>
        _stack.Add(++_objects <= MostObjects ? new(0, value) : throw Bad($"more than {MostObjects:N0} lists and texts"));

    private PickleValue Top() => _stack.Count > 0 ? _stack[^1] : throw Bad("an instruction without its value");

    private PickleValue Pop() => PopFrom(_stack.Count - 1)[0];

    private PickleValue[] PopFrom(int first)
    {
        if (first < 0 || first > _stack.Count) throw Bad("an instruction without its values");
        PickleValue[] values = [.. _stack[first..]];
        _stack.RemoveRange(first, values.Length);
        return values;
    }

    private int Mark() => _marks.TryPop(out int mark) ? mark : throw Bad("the end of a list that did not begin");

    private InvalidDataException Bad(string what) => new($"{_name} is no pickled data that is read here: it has {what}.");
}
