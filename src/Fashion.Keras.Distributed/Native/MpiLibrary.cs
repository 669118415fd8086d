using System.Globalization;
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
    private static string s_name = "";

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
                s_name = name;
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

    /// <summary>
    /// What is wrong where the library does not know the processes that the launcher started: each would train alone. Null for nothing.
    /// </summary>
    /// <param name="launcher">The launcher's variable.</param>
    /// <param name="size">Processes that the library knows.</param>
    public static string? Problem(string launcher, int size)
    {
        (string variable, int started) = Started(launcher);
        if (started <= 1 || started == size) return null;
        string chosen = Environment.GetEnvironmentVariable(Override) is { Length: > 0 } path ? $"{Override} names {path}"
            : $"looked for {string.Join(", ", Names(launcher, null))}, in this order";
        return $"A launcher started {started} processes ({variable}={started}), but the MPI library {s_name} knows {size}: it belongs to " +
            $"another launcher. Start the program with the mpirun of the same MPI, or name the library of this launcher with " +
            $"{Override}=/path/to/libmpi.so ({chosen}). The library says of itself:";
    }

    // How many processes the launcher started, where one of its variables says so.
    private static (string Variable, int Count) Started(string launcher)
    {
        string[] variables = launcher == "OMPI_COMM_WORLD_SIZE" ? [launcher] : ["PMI_SIZE", "SLURM_STEP_NUM_TASKS"];
        foreach (string variable in variables)
            if (int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out int count))
                return (variable, count);
        return ("", 0);
    }
}
