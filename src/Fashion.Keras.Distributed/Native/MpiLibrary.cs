using System.Runtime.InteropServices;

namespace Fashion.Keras.Distributed;

/// <summary>Finds the MPI library that belongs to the launcher which started this process.</summary>
internal static class MpiLibrary
{
    /// <summary>Name or path of the library, where the search must not decide.</summary>
    public const string Override = "FASHION_KERAS_MPI";

    private static readonly string[] s_openMpi =
        OperatingSystem.IsMacOS() ? ["libmpi.40.dylib", "libmpi.dylib"] : ["libmpi.so.40", "libmpi.so"];
    private static readonly string[] s_mpich = OperatingSystem.IsWindows() ? ["msmpi.dll", "impi.dll"]
        : OperatingSystem.IsMacOS() ? ["libmpi_abi.0.dylib", "libmpi.12.dylib", "libmpi.dylib"]
            : ["libmpi_abi.so.0", "libmpich.so.12", "libmpi.so.12", "libmpich.so", "libmpi.so"];

    private static nint s_library;

    /// <summary>The launcher's variable that is set; null where no launcher started this process.</summary>
    public static string? Launcher => Launchers.FirstOrDefault(v => Environment.GetEnvironmentVariable(v) is { Length: > 0 });

    // Open MPI's mpirun; Slurm and PRRTE with PMIx; MPICH's, Intel's and Microsoft's mpiexec, Slurm with PMI 2.
    private static string[] Launchers => ["OMPI_COMM_WORLD_SIZE", "PMIX_RANK", "PMI_SIZE", "PMI_RANK"];

    /// <summary>Names of libraries in the order in which they are tried.</summary>
    /// <param name="launcher">The launcher's variable.</param>
    /// <param name="chosen">What the user chose; null for nothing.</param>
    public static IReadOnlyList<string> Names(string launcher, string? chosen) =>
        chosen is { Length: > 0 } ? [chosen]
        : launcher == "OMPI_COMM_WORLD_SIZE" ? s_openMpi
        : launcher == "PMIX_RANK" ? [.. s_openMpi.Take(1), .. s_mpich]
        : s_mpich;

    /// <summary>Loads the library.</summary>
    /// <param name="launcher">The launcher's variable.</param>
    /// <returns>The family it belongs to.</returns>
    /// <exception cref="MpiException">There is none, or one that cannot be loaded.</exception>
    public static MpiAbi Load(string launcher)
    {
        IReadOnlyList<string> names = Names(launcher, Environment.GetEnvironmentVariable(Override));
        var failures = new List<string>();
        foreach (string name in names)
        {
            try
            {
                s_library = NativeLibrary.Load(name);
                break;
            }
            catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
            {
                failures.Add(name);
            }
        }
        if (s_library == 0)
            throw new MpiException($"A launcher started this process ({launcher} is set), but its MPI library was not found: tried " +
                $"{string.Join(", ", failures)}. Install it (Debian: openmpi-bin or mpich), add its folder to LD_LIBRARY_PATH, or name " +
                $"it with {Override}=/path/to/libmpi.so.");
        NativeLibrary.SetDllImportResolver(typeof(MpiLibrary).Assembly, static (name, _, _) => name == Mpi.Library ? s_library : 0);
        return MpiAbi.Of(s_library);
    }
}
