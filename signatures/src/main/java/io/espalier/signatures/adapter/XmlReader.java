package io.espalier.signatures.adapter;

import io.espalier.signatures.Fields;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** Reads a completion as a row of XML elements. Document types and entities are refused. */
final class XmlReader {
    private XmlReader() {}

    /**
     * An element: its own text before the first child, its children, and its content as written.
     */
    record XmlElement(String text, List<Child> children, String content) {
        record Child(String name, XmlElement element) {}

        SequencedMap<String, List<XmlElement>> byName() {
            var groups = new LinkedHashMap<String, List<XmlElement>>();
            for (var child : children) {
                groups.computeIfAbsent(child.name(), _ -> new ArrayList<>()).add(child.element());
            }
            return groups;
        }
    }

    /**
     * @throws AdapterParseException when the text is not well-formed
     */
    static SequencedMap<String, List<XmlElement>> read(String completion) {
        try {
            var source = new InputSource(new StringReader("<fields>" + completion + "</fields>"));
            return element(builder().parse(source).getDocumentElement()).byName();
        } catch (SAXException e) {
            throw new AdapterParseException(
                    "completion: not XML: "
                            + e.getMessage()
                            + " in: "
                            + FramedAdapter.excerpt(completion),
                    completion,
                    Fields.EMPTY);
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory failed", e);
        }
    }

    private static DocumentBuilder builder() {
        try {
            var factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setCoalescing(true);
            factory.setExpandEntityReferences(false);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new DefaultHandler());
            return builder;
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("the JDK's XML parser lacks a feature", e);
        }
    }

    private static XmlElement element(Element node) {
        var own = new StringBuilder();
        var content = new StringBuilder();
        var children = new ArrayList<XmlElement.Child>();
        for (var child = node.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner) {
                var read = element(inner);
                var isEntry = inner.getTagName().equals("entry") && inner.hasAttribute("key");
                var name = isEntry ? inner.getAttribute("key") : inner.getTagName();
                children.add(new XmlElement.Child(name, read));
                content.append(written(inner, read));
            } else if (isText(child)) {
                if (children.isEmpty()) own.append(child.getNodeValue());
                content.append(
                        children.isEmpty() ? child.getNodeValue() : escaped(child.getNodeValue()));
            }
        }
        return new XmlElement(own.toString(), children, content.toString());
    }

    private static boolean isText(Node node) {
        return node.getNodeType() == Node.TEXT_NODE
                || node.getNodeType() == Node.CDATA_SECTION_NODE;
    }

    /** The element as text again. */
    private static String written(Element element, XmlElement read) {
        var out = new StringBuilder("<").append(element.getTagName());
        var attributes = element.getAttributes();
        for (var i = 0; i < attributes.getLength(); i++) {
            var attribute = attributes.item(i);
            out.append(' ')
                    .append(attribute.getNodeName())
                    .append("=\"")
                    .append(escaped(attribute.getNodeValue()).replace("\"", "&quot;"))
                    .append('"');
        }
        if (read.children().isEmpty() && read.text().isEmpty()) return out.append(" />").toString();
        var inner =
                read.children().isEmpty()
                        ? escaped(read.text())
                        : escaped(read.text()) + read.content().substring(read.text().length());
        return out.append('>')
                .append(inner)
                .append("</")
                .append(element.getTagName())
                .append('>')
                .toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
