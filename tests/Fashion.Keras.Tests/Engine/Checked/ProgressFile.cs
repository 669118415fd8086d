using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Fashion.Keras.Tests.Engine.Checked;

/// <summary>A file that always says what a process is doing now, also after it has ended at once.</summary>
internal sealed class ProgressFile(string path) : IDisposable
{
    private const int Length = 400;
    private readonly SafeFileHandle _file = File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.Read);

    /// <summary>What all of it belongs to.</summary>
    public string Subject { get; set; } = "";

    public void Write(string what)
    {
        byte[] text = Encoding.UTF8.GetBytes($"{Subject}: {what}".PadRight(Length)[..Length]);
        RandomAccess.Write(_file, text, 0);
    }

    public static string Read(string path) => File.ReadAllText(path).TrimEnd();

    public void Dispose() => _file.Dispose();
}
