using System.Runtime.InteropServices;

namespace Fashion.Keras.Distributed;

/// <summary>
/// The functions of MPI that are used, all native calls of the package. Handles travel as <c>nint</c>: pointers in Open MPI and in the
/// MPI 5 ABI; MPICH's 32-bit numbers lie in the low half of the same register.
/// </summary>
/// <remarks>
/// What callers see to: <see cref="MpiLibrary.Load"/> has succeeded before the first call; pointers stay valid until the call returns, and
/// hold as many elements as the counts say; one thread calls at a time (MPI_THREAD_SERIALIZED). Each call returns 0 or an error code.
/// </remarks>
internal static unsafe partial class Mpi
{
    /// <summary>Name that <see cref="MpiLibrary"/> resolves to the library that was found.</summary>
    public const string Library = "fashion-keras-mpi";

    [LibraryImport(Library, EntryPoint = "MPI_Init_thread")]
    public static partial int InitThread(int* argc, byte*** argv, int required, int* provided);

    [LibraryImport(Library, EntryPoint = "MPI_Initialized")]
    public static partial int Initialized(int* flag);

    [LibraryImport(Library, EntryPoint = "MPI_Finalized")]
    public static partial int Finalized(int* flag);

    [LibraryImport(Library, EntryPoint = "MPI_Finalize")]
    public static partial int Finish();

    [LibraryImport(Library, EntryPoint = "MPI_Abort")]
    public static partial int Abort(nint comm, int code);

    [LibraryImport(Library, EntryPoint = "MPI_Comm_rank")]
    public static partial int CommRank(nint comm, int* rank);

    [LibraryImport(Library, EntryPoint = "MPI_Comm_size")]
    public static partial int CommSize(nint comm, int* size);

    [LibraryImport(Library, EntryPoint = "MPI_Comm_set_errhandler")]
    public static partial int CommSetErrhandler(nint comm, nint handler);

    [LibraryImport(Library, EntryPoint = "MPI_Error_string")]
    public static partial int ErrorString(int code, byte* text, int* length);

    [LibraryImport(Library, EntryPoint = "MPI_Get_library_version")]
    public static partial int GetLibraryVersion(byte* text, int* length);

    [LibraryImport(Library, EntryPoint = "MPI_Bcast")]
    public static partial int Bcast(void* buffer, int count, nint type, int root, nint comm);

    [LibraryImport(Library, EntryPoint = "MPI_Alltoall")]
    public static partial int Alltoall(void* send, int sendCount, nint sendType, void* receive, int receiveCount, nint receiveType,
        nint comm);

    [LibraryImport(Library, EntryPoint = "MPI_Allgather")]
    public static partial int Allgather(void* send, int sendCount, nint sendType, void* receive, int receiveCount, nint receiveType,
        nint comm);
}
