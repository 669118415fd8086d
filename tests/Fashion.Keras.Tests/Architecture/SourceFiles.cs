using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Fashion.Keras.Tests.Architecture;

/// <summary>
/// In which file of the library's project a type or a member stands: from the debugging symbols, and from the text where these are silent.
/// </summary>
internal sealed partial class SourceFiles
{
    private readonly string _root = SourceRoot();
    private readonly Dictionary<int, string> _methods = [];
    private readonly ILookup<(string Namespace, string Name), string> _declarations;

    public SourceFiles(Assembly library)
    {
        _declarations = Declarations();
        using MetadataReaderProvider symbols =
            MetadataReaderProvider.FromPortablePdbStream(File.OpenRead(Path.ChangeExtension(library.Location, ".pdb")));
        MetadataReader reader = symbols.GetMetadataReader();
        foreach (MethodDebugInformationHandle handle in reader.MethodDebugInformation)
        {
            MethodDebugInformation method = reader.GetMethodDebugInformation(handle);
            DocumentHandle document = method.Document.IsNil
                ? method.GetSequencePoints().Select(p => p.Document).FirstOrDefault()
                : method.Document;
            if (document.IsNil) continue;
            string path = reader.GetString(reader.GetDocument(document).Name).Replace('\\', '/');
            int at = path.LastIndexOf("/Fashion.Keras/", StringComparison.Ordinal);
            if (at >= 0 && !path[at..].StartsWith("/Fashion.Keras/obj/", StringComparison.Ordinal))
                _methods[MetadataTokens.GetToken(handle.ToDefinitionHandle())] = path[(at + "/Fashion.Keras/".Length)..];
        }
    }

    /// <summary>The folder of a type; of a partial one that of the file that has its name.</summary>
    public string FolderOf(Type type)
    {
        Type outer = Outermost(type);
        if (outer.Namespace is null || !outer.Namespace.StartsWith("Fashion.Keras", StringComparison.Ordinal)) return "";
        string name = outer.Name.Split('`')[0];
        string[] files = [.. _declarations[(outer.Namespace, name)]];
        return Folder(files.FirstOrDefault(f => Path.GetFileNameWithoutExtension(f) == name) ?? files.FirstOrDefault() ?? "");
    }

    /// <summary>
    /// As <see cref="FolderOf(Type)"/>; what the compiler makes for a lambda or an iterator stands where its code stands.
    /// </summary>
    public string HomeOf(Type type) => type.Name.StartsWith('<')
        && type.GetMethodsAndConstructors().FirstOrDefault(m => _methods.ContainsKey(m.MetadataToken)) is { } made
        ? Folder(_methods[made.MetadataToken]) : FolderOf(type);

    /// <summary>The folder of a method, constructor, field or property: that of its own file.</summary>
    public string FolderOf(MemberInfo member)
    {
        if (member is Type type) return FolderOf(type);
        if (member is MethodBase && _methods.TryGetValue(member.MetadataToken, out string? path)) return Folder(path);
        // The field of a property stands where the property stands.
        if (member is FieldInfo field && BackingField().Match(field.Name) is { Success: true } match
            && field.DeclaringType!.GetProperty(match.Groups[1].Value, (BindingFlags)60)?.GetMethod is { } getter
            && _methods.ContainsKey(getter.MetadataToken)) return FolderOf(getter);
        return HomeOf(member.DeclaringType!);
    }

    public static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    private static string Folder(string path) => path.Contains('/', StringComparison.Ordinal) ? path[..path.LastIndexOf('/')] : path;

    private ILookup<(string Namespace, string Name), string> Declarations() =>
        (from file in Directory.EnumerateFiles(_root, "*.cs", SearchOption.AllDirectories)
         let path = Path.GetRelativePath(_root, file).Replace('\\', '/')
         where !path.StartsWith("bin/", StringComparison.Ordinal) && !path.StartsWith("obj/", StringComparison.Ordinal)
         let text = File.ReadAllText(file)
         let space = Namespace().Match(text)
         where space.Success
         from Match match in Declaration().Matches(text)
         select (Key: (space.Groups[1].Value, match.Groups[1].Value), path)).ToLookup(d => d.Key, d => d.path);

    private static string SourceRoot([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "src", "Fashion.Keras"));

    [GeneratedRegex(@"^<(\w+)>k__BackingField$")]
    private static partial Regex BackingField();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(
        @"^[ \t]*(?:public|internal|abstract|sealed|static|partial|readonly|unsafe|file|ref|[ \t])*\b(?:class|struct|interface|enum|record(?:[ \t]+struct)?|delegate[ \t]+[\w<>?\[\], ]+?)[ \t]+(\w+)\b", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}

internal static class TypeMembers
{
    private const BindingFlags All =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>Everything of a type that has a body.</summary>
    public static IEnumerable<MethodBase> GetMethodsAndConstructors(this Type type) =>
        type.GetMethods(All).Concat<MethodBase>(type.GetConstructors(All));
}
