using System.Text;

namespace Fashion.Keras.Hdf5;

/// <summary>Collects texts of any length in collections of numbered objects, as the format's global heap has them.</summary>
internal sealed class HeapWriter
{
    // HDF5 reads a collection as a whole, so that texts which are read one at a time are not all in one. A long text has one of its own.
    private const int Usual = 1 << 16, Smallest = 4096, Prefix = 16, ObjectPrefix = 16, MostObjects = ushort.MaxValue;

    private readonly List<Collection> _collections = [];

    /// <summary>The collections, once all texts are there.</summary>
    public IReadOnlyList<Collection> Collections => _collections;

    /// <summary>Adds a text; an empty one takes no place.</summary>
    public (int Length, Collection? Collection, int Number) Add(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length == 0) return (0, null, 0);
        if (_collections.Count == 0 || !_collections[^1].HasRoom(bytes.Length)) _collections.Add(new Collection());
        return (bytes.Length, _collections[^1], _collections[^1].Add(bytes));
    }

    /// <summary>One collection.</summary>
    internal sealed class Collection
    {
        private readonly ByteWriter _objects = new();
        private int _count;

        /// <summary>Where it will be.</summary>
        public long Address { get; set; }

        /// <summary>Its bytes.</summary>
        public int Size => Math.Max(Smallest, checked(Prefix + _objects.Length));

        public bool HasRoom(int bytes) => _count < MostObjects && (long)Prefix + _objects.Length + ObjectPrefix + bytes <= Usual;

        public int Add(byte[] text)
        {
            _objects.U16(++_count);
            _objects.U16(1);
            _objects.U32(0);
            _objects.I64(text.Length);
            _objects.Bytes(text);
            _objects.Zeros(-text.Length & 7);
            return _count;
        }

        public void Write(Stream destination)
        {
            var start = new ByteWriter();
            start.Bytes("GCOL"u8);
            start.U8(1);
            start.Zeros(3);
            start.I64(Size);
            destination.Write(start.Written);
            destination.Write(_objects.Written);
            int free = Size - Prefix - _objects.Length;
            var rest = new ByteWriter();
            // Object 0 is the free rest; what is too small for one needs no name.
            if (free >= ObjectPrefix)
            {
                rest.I64(0);
                rest.I64(free);
                rest.Zeros(free - ObjectPrefix);
            }
            else rest.Zeros(free);
            destination.Write(rest.Written);
        }
    }
}
