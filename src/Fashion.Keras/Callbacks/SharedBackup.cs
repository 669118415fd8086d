using System.Runtime.InteropServices;
using Fashion.Keras.Saving;
using Fashion.Keras.Training;

namespace Fashion.Keras.Callbacks;

/// <summary>Brings the backup that rank 0 finds to all ranks, which may be hosts with disks of their own.</summary>
internal static class SharedBackup
{
    // Bytes of a message: files may be larger than an array can be.
    private const int Piece = 1 << 24;

    /// <summary>Puts the model of every rank back to where rank 0 was; null when rank 0 has no backup.</summary>
    public static TrainingPosition? Resume(ICollective ranks, Model model, string weightsPath, string metadataPath, RunShape run,
        IReadOnlyList<IKeepsState> all)
    {
        string? folder = ranks.Rank == 0 ? null : Directory.CreateTempSubdirectory("fashion-keras-backup-").FullName;
        try
        {
            string weights = Own(weightsPath), metadata = Own(metadataPath);
            bool hasWeights = Share(ranks, weights, Piece);
            Share(ranks, metadata, Piece);
            return hasWeights ? ModelFiles.LoadBackup(model, weights, metadata, run, all) : null;
        }
        finally
        {
            if (folder is not null) Directory.Delete(folder, recursive: true);
        }

        string Own(string path) => folder is null ? path : Path.Combine(folder, Path.GetFileName(path));
    }

    /// <summary>Gives all ranks the file of rank 0.</summary>
    /// <param name="ranks">The ranks.</param>
    /// <param name="path">Path of the file: to read on rank 0, to write on others.</param>
    /// <param name="piece">Bytes of a message.</param>
    /// <returns>Whether rank 0 has it.</returns>
    internal static bool Share(ICollective ranks, string path, int piece)
    {
        using FileStream? file = ranks.Rank > 0 ? File.Create(path) : File.Exists(path) ? File.OpenRead(path) : null;
        long length = ranks.Rank > 0 ? 0 : file?.Length ?? -1;
        ranks.Broadcast(MemoryMarshal.AsBytes(new Span<long>(ref length)));
        byte[] buffer = new byte[Math.Clamp(length, 0, piece)];
        for (long left = length; left > 0; left -= buffer.Length)
        {
            Span<byte> part = buffer.AsSpan(0, (int)Math.Min(left, buffer.Length));
            if (ranks.Rank == 0) file!.ReadExactly(part);
            ranks.Broadcast(part);
            if (ranks.Rank > 0) file!.Write(part);
        }
        return length >= 0;
    }
}
