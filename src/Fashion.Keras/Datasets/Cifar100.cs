namespace Fashion.Keras.Datasets;

/// <summary>
/// CIFAR-100: 50,000 training and 10,000 test photographs, 32 x 32 pixels in colour, 100 classes in 20 groups (Krizhevsky 2009).
/// </summary>
/// <remarks>
/// Looked for in the directory given, else in the Keras cache (<c>$KERAS_HOME</c> or <c>~/.keras</c>,
/// <c>datasets/cifar-100-python-target_archive</c>, shared with Python's Keras), else downloaded into it. The file is checked by its
/// SHA-256. The archive of the Python version is read as it lies there, without unpacking it to the disk and without running what it holds.
/// Images are (count, 32, 32, 3); labels are (count), where Keras has (count, 1).
/// </remarks>
public static class Cifar100
{
    /// <summary>Names of the 100 classes, by class number.</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
    [
        "apple", "aquarium_fish", "baby", "bear", "beaver", "bed", "bee", "beetle", "bicycle", "bottle", "bowl", "boy", "bridge", "bus",
        "butterfly", "camel", "can", "castle", "caterpillar", "cattle", "chair", "chimpanzee", "clock", "cloud", "cockroach", "couch",
        "crab",
        "crocodile", "cup", "dinosaur", "dolphin", "elephant", "flatfish", "forest", "fox", "girl", "hamster", "house", "kangaroo",
        "keyboard",
        "lamp", "lawn_mower", "leopard", "lion", "lizard", "lobster", "man", "maple_tree", "motorcycle", "mountain", "mouse", "mushroom",
        "oak_tree", "orange", "orchid", "otter", "palm_tree", "pear", "pickup_truck", "pine_tree", "plain", "plate", "poppy", "porcupine",
        "possum",
        "rabbit", "raccoon", "ray", "road", "rocket", "rose", "sea", "seal", "shark", "shrew", "skunk", "skyscraper", "snail", "snake",
        "spider",
        "squirrel", "streetcar", "sunflower", "sweet_pepper", "table", "tank", "telephone", "television", "tiger", "tractor", "train",
        "trout",
        "tulip", "turtle", "wardrobe", "whale", "willow_tree", "wolf", "woman", "worm",
    ];

    /// <summary>Names of the 20 groups, by group number.</summary>
    public static IReadOnlyList<string> GroupNames { get; } =
    [
        "aquatic_mammals", "fish", "flowers", "food_containers", "fruit_and_vegetables", "household_electrical_devices",
        "household_furniture",
        "insects", "large_carnivores", "large_man-made_outdoor_things", "large_natural_outdoor_scenes", "large_omnivores_and_herbivores",
        "medium_mammals", "non-insect_invertebrates", "people", "reptiles", "small_mammals", "trees", "vehicles_1", "vehicles_2",
    ];

    /// <summary>Loads the training and the test set.</summary>
    /// <param name="labelMode">Classes or groups. <c>"fine"</c>, the default, or <c>"coarse"</c>.</param>
    /// <param name="directory">Directory that holds the file; null for the Keras cache, and a download if it is not there.</param>
    /// <param name="options">Time-out, progress output and sources; null for the defaults.</param>
    /// <param name="cancellationToken">Ends a download early.</param>
    /// <exception cref="DatasetUnavailableException">No place has an undamaged copy; the message lists each with its reason.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static (ImageDataset Train, ImageDataset Test) Load(Choice<Cifar100Labels> labelMode = default, string? directory = null,
        DownloadOptions? options = null, CancellationToken cancellationToken = default) =>
        Parse(DatasetLocator.One(DatasetTable.Cifar100, directory, options, cancellationToken), DatasetTable.Cifar100.Name,
            labelMode.OrFirst());

    /// <summary><see cref="Load"/> by Keras's name.</summary>
    /// <inheritdoc cref="Load"/>
    public static (ImageDataset Train, ImageDataset Test) LoadData(Choice<Cifar100Labels> labelMode = default, string? directory = null,
        DownloadOptions? options = null, CancellationToken cancellationToken = default) =>
        Load(labelMode, directory, options, cancellationToken);

    /// <summary>Reads a file of the same format, whatever it holds: its checksum is not compared.</summary>
    /// <param name="path">The file.</param>
    /// <param name="labelMode">Classes or groups. <c>"fine"</c>, the default, or <c>"coarse"</c>.</param>
    /// <exception cref="InvalidDataException">The file has another format or is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static (ImageDataset Train, ImageDataset Test) FromFile(string path, Choice<Cifar100Labels> labelMode = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Parse(Internal.RegularFile.Read(path, NpyFile.MostBytes), path, labelMode.OrFirst());
    }

    private static (ImageDataset Train, ImageDataset Test) Parse(byte[] content, string name, Cifar100Labels labelMode)
    {
        var file = new CifarArchive(content, name, "cifar-100-python/", labelMode == Cifar100Labels.Fine ? "fine_labels" : "coarse_labels");
        return (file.Read("train"), file.Read("test"));
    }
}
