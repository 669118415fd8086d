using System.Runtime.InteropServices;

namespace Fashion.Keras.Distributed;

/// <summary>The constants of one family of MPI libraries: the only thing in which their binary interfaces differ here.</summary>
/// <param name="Name">The family, for messages.</param>
/// <param name="World">MPI_COMM_WORLD.</param>
/// <param name="Float">MPI_FLOAT.</param>
/// <param name="Double">MPI_DOUBLE.</param>
/// <param name="Byte">MPI_BYTE.</param>
/// <param name="ErrorsReturn">MPI_ERRORS_RETURN.</param>
/// <param name="InPlace">MPI_IN_PLACE.</param>
/// <param name="Serialized">MPI_THREAD_SERIALIZED.</param>
internal sealed record MpiAbi(string Name, nint World, nint Float, nint Double, nint Byte, nint ErrorsReturn, nint InPlace, int Serialized)
{
    /// <summary>MPICH and its relatives (Intel MPI, MVAPICH, Cray, MS-MPI); source: mpi.h of MPICH 4.0, whose ABI they share.</summary>
    private static MpiAbi Mpich => new("MPICH", 0x44000000, 0x4c00040a, 0x4c00080b, 0x4c00010d, 0x54000001, -1, 2);

    /// <summary>The ABI of the MPI 5.0 standard; source: mpi.h of github.com/mpi-forum/mpi-abi-stubs.</summary>
    private static MpiAbi Standard => new("MPI 5 ABI", 0x101, 0x210, 0x214, 0x247, 0x142, 1, 2048);

    // Open MPI's handles are addresses of exported objects.
    private static MpiAbi OpenMpi(nint library) =>
        new("Open MPI", At(library, "ompi_mpi_comm_world"), At(library, "ompi_mpi_float"), At(library, "ompi_mpi_double"),
        At(library, "ompi_mpi_byte"), At(library, "ompi_mpi_errors_return"), 1, 2);

    /// <summary>The family of a loaded library.</summary>
    public static unsafe MpiAbi Of(nint library)
    {
        // Open MPI 6 exports MPI_Abi_get_version from its own libmpi too, where it answers -1: the answer decides.
        if (NativeLibrary.TryGetExport(library, "MPI_Abi_get_version", out nint function))
        {
            int major = -1, minor = -1;
            ((delegate* unmanaged<int*, int*, int>)function)(&major, &minor);
            if (major >= 1) return Standard;
        }
        return NativeLibrary.TryGetExport(library, "ompi_mpi_comm_world", out _) ? OpenMpi(library) : Mpich;
    }

    private static nint At(nint library, string symbol) => NativeLibrary.GetExport(library, symbol);
}
