using System.Runtime.InteropServices;
using Fashion.Keras.Saving;
using Fashion.Keras.Training;

namespace Fashion.Keras.Callbacks;

/// <summary>Brings the backup that rank 0 finds to all ranks, which may be hosts with disks of their own.</summary>
internal static class SharedBackup
{
    /// <summary>Puts the model of every rank back to where rank 0 was; null when rank 0 has no backup.</summary>
    public static TrainingPosition? Resume(ICollective ranks, Model model, string weightsPath, string metadataPath, RunShape run,
        IReadOnlyList<IKeepsState> all)
    {
        byte[]? weights = Share(ranks, weightsPath), metadata = Share(ranks, metadataPath);
        if (weights is null) return null;
        if (ranks.Rank == 0) return ModelFiles.LoadBackup(model, weightsPath, metadataPath, run, all);
        string folder = Directory.CreateTempSubdirectory("fashion-keras-backup-").FullName;
        try
        {
            string ownWeights = Path.Combine(folder, Path.GetFileName(weightsPath)),
                ownMetadata = Path.Combine(folder, Path.GetFileName(metadataPath));
            File.WriteAllBytes(ownWeights, weights);
            if (metadata is not null) File.WriteAllBytes(ownMetadata, metadata);
            return ModelFiles.LoadBackup(model, ownWeights, ownMetadata, run, all);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // The file of rank 0; null where it has none.
    private static byte[]? Share(ICollective ranks, string path)
    {
        byte[]? contents = ranks.Rank == 0 && File.Exists(path) ? File.ReadAllBytes(path) : null;
        long length = contents?.Length ?? -1;
        ranks.Broadcast(MemoryMarshal.AsBytes(new Span<long>(ref length)));
        if (length < 0) return null;
        contents ??= new byte[length];
        ranks.Broadcast(contents);
        return contents;
    }
}
