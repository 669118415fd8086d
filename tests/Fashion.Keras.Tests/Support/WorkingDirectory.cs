namespace Fashion.Keras.Tests;

/// <summary>A temporary folder that is the current directory of the process for the time of a test: for code with relative names.</summary>
public sealed class WorkingDirectory : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _before = Directory.GetCurrentDirectory();

    public WorkingDirectory() => Directory.SetCurrentDirectory(_folder.Path);

    public void Dispose()
    {
        Directory.SetCurrentDirectory(_before);
        _folder.Dispose();
    }
}
