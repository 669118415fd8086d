using Microsoft.Win32.SafeHandles;

namespace Fashion.Keras.Engine;

/// <summary>How many cores this process may use, threads of one core counted once: two of them share the vector units.</summary>
internal static class PhysicalCores
{
    public static int Count { get; } = Math.Max(1, Math.Min(Environment.ProcessorCount, Linux() ?? Environment.ProcessorCount));

    // Linux lists, for every logical processor, the siblings on its core.
    private static int? Linux()
    {
        if (!OperatingSystem.IsLinux()) return null;
        try
        {
            var cores = new HashSet<string>();
            Span<byte> siblings = stackalloc byte[256];
            for (int i = 0; ; i++)
            {
                string path = $"/sys/devices/system/cpu/cpu{i}/topology/thread_siblings_list";
                if (!File.Exists(path)) break;
                using SafeFileHandle file = File.OpenHandle(path);
                cores.Add(Convert.ToHexString(siblings[..RandomAccess.Read(file, siblings, 0)]));
            }
            return cores.Count == 0 ? null : cores.Count;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
