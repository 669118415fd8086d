using System.Runtime.InteropServices;
using System.Text;

namespace Fashion.Keras.Distributed;

/// <summary>All ranks of a job as MPI sees them: started once per process, never again after its end. One thread at a time.</summary>
internal sealed unsafe class World
{
    // Of a message: what fits into the caches with its sum. Longer ones gain nothing.
    private const int MostFloats = 1 << 20;
    private const int MostBytes = 1 << 28, MostText = 8192;
    private readonly MpiAbi _abi;
    private readonly MainThread _main = new();
    private float[] _floats = [];
    private double[] _doubles = [];

    private World(MpiAbi abi) => _abi = abi;

    public int Rank { get; private set; }

    public int Size { get; private set; } = 1;

    /// <summary>Name and version of the library, in one line.</summary>
    public string Library { get; private set; } = "";

    /// <summary>Starts MPI.</summary>
    /// <param name="launcher">The launcher's variable.</param>
    /// <exception cref="MpiException">It cannot be started, or the library does not belong to the launcher.</exception>
    public static World Start(string launcher)
    {
        var world = new World(MpiLibrary.Load(launcher));
        world._main.Run(world.Start);
        if (MpiLibrary.Problem(launcher, world.Size) is { } problem)
        {
            world.Finish();
            throw new MpiException($"{problem} {world.Library}.");
        }
        return world;
    }

    /// <summary>Ends MPI; waits for all ranks.</summary>
    public void Finish() => _main.Run(() => Check(Mpi.Finish(), "MPI_Finalize"), isLast: true);

    /// <summary>Ends all processes of the job.</summary>
    public void Abort() => _ = Mpi.Abort(_abi.World, 1);

    /// <summary>The bytes of rank 0 for all.</summary>
    public void Broadcast(Span<byte> values)
    {
        while (values.Length > 0)
        {
            Span<byte> part = values[..Math.Min(MostBytes, values.Length)];
            fixed (byte* pointer = part) Check(Mpi.Bcast(pointer, part.Length, _abi.Byte, 0, _abi.World), "MPI_Bcast");
            values = values[part.Length..];
        }
    }

    /// <summary>The bytes of all ranks, one after another.</summary>
    public byte[] Gather(ReadOnlySpan<byte> own)
    {
        byte[] all = new byte[checked(own.Length * Size)];
        fixed (byte* send = own, receive = all)
            Check(Mpi.Allgather(send, own.Length, _abi.Byte, receive, own.Length, _abi.Byte, _abi.World), "MPI_Allgather");
        return all;
    }

    /// <summary>A few numbers of all ranks, one rank after another.</summary>
    /// <param name="own">The numbers of this rank, as many on each.</param>
    /// <param name="all">Room for all.</param>
    public void Gather(ReadOnlySpan<double> own, Span<double> all)
    {
        fixed (double* send = own, receive = all)
            Check(Mpi.Allgather(send, own.Length, _abi.Double, receive, own.Length, _abi.Double, _abi.World), "MPI_Allgather");
    }

    /// <summary>Sums in the order of the ranks.</summary>
    public void Sum(Span<double> values)
    {
        while (values.Length > 0)
        {
            Span<double> part = values[..Math.Min(PerRank(Size), values.Length)];
            Grow(ref _doubles, part.Length * Size);
            Gather(part, _doubles);
            OrderedSum.Sum(_doubles, Size, part);
            values = values[part.Length..];
        }
    }

    /// <summary>
    /// Means, summed in the order of the ranks: each rank sums one stretch and sends it to all. That is the traffic of a ring.
    /// </summary>
    public void Average(Span<float> values)
    {
        while (values.Length > 0)
        {
            Span<float> part = values[..Math.Min(PerRank(Size) * Size, values.Length)];
            AverageShort(part);
            values = values[part.Length..];
        }
    }

    // Numbers of a rank in a message, so that those of all ranks stay within what a message may have.
    private static int PerRank(int size) => Math.Max(1, MostFloats / size);

    private void AverageShort(Span<float> values)
    {
        int part = values.Length / Size, whole = part * Size;
        Grow(ref _floats, Math.Max(whole, (values.Length - whole) * Size));
        fixed (float* own = values, received = _floats)
        {
            if (part > 0)
            {
                Check(Mpi.Alltoall(own, part, _abi.Float, received, part, _abi.Float, _abi.World), "MPI_Alltoall");
                OrderedSum.Mean(_floats, Size, values.Slice(Rank * part, part));
                Check(Mpi.Allgather((void*)_abi.InPlace, part, _abi.Float, own, part, _abi.Float, _abi.World), "MPI_Allgather");
            }
            int rest = values.Length - whole;
            if (rest == 0) return;
            Check(Mpi.Allgather(own + whole, rest, _abi.Float, received, rest, _abi.Float, _abi.World), "MPI_Allgather");
            OrderedSum.Mean(_floats, Size, values[whole..]);
        }
    }

    private void Start()
    {
        int flag = 0, provided = 0, rank = 0, size = 1;
        Check(Mpi.Initialized(&flag), "MPI_Initialized");
        if (flag != 0) throw new MpiException("MPI was started in this process before, and can be started only once. Start the ranks " +
            "once, at the beginning of the program, and keep them to its end.");
        Check(Mpi.InitThread(null, null, _abi.Serialized, &provided), "MPI_Init_thread");
        Check(Mpi.CommSetErrhandler(_abi.World, _abi.ErrorsReturn), "MPI_Comm_set_errhandler");
        Check(Mpi.CommRank(_abi.World, &rank), "MPI_Comm_rank");
        Check(Mpi.CommSize(_abi.World, &size), "MPI_Comm_size");
        (Rank, Size) = (rank, size);
        byte* text = stackalloc byte[MostText];
        int length = 0;
        Check(Mpi.GetLibraryVersion(text, &length), "MPI_Get_library_version");
        Library = $"{_abi.Name}: {Encoding.UTF8.GetString(text, length).ReplaceLineEndings(" ").Split(',')[0].Trim()}";
        if (provided < _abi.Serialized)
            throw new MpiException(
                $"This MPI ({Library}) was built without support for threads: MPI_THREAD_SERIALIZED is needed, but it offers {provided}.");
    }

    private static void Check(int code, string function)
    {
        if (code == 0) return;
        byte* text = stackalloc byte[MostText];
        int length = 0;
        string reason = Mpi.ErrorString(code, text, &length) == 0 ? Encoding.UTF8.GetString(text, length).Trim() : "no explanation";
        throw new MpiException($"{function} failed with code {code}: {reason}.", code);
    }

    private static void Grow<T>(ref T[] array, int length)
    {
        if (array.Length < length) array = GC.AllocateUninitializedArray<T>(length, pinned: true);
    }
}
